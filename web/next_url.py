"""Where to go on, said by the address itself or by a form, and so by anyone who makes a link."""

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme


def next_url_from(data: QueryDict, *, request: HttpRequest, default: str) -> str:
    """What was `sent` as `next` if it is on this site, else the default."""
    target = data.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if allowed else default
