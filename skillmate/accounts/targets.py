"""Where to go on, said by the address itself and so by anyone who makes a link."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def wanted(request: HttpRequest, default: str) -> str:
    """The address asked for in `next` if it is on this site, else the default."""
    target = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if allowed else default
