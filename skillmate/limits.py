"""How often one may do what costs others something.

A view that has to be seldom says so with django-ratelimit's decorator, whose exception becomes
the page that asks to wait:

    @ratelimit(group="enrol", key="user", rate="skillmate.limits.rate")

The number is the setting `ENROL_RATE`. A form that would lose its input asks `is_ratelimited`
instead and says it beside its fields. Whatever is posted without either meets `POST_RATE`.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_ratelimit import UNSAFE
from django_ratelimit.core import _split_rate, is_ratelimited

# The admin is for people one knows. Cloudinary's notifications come as they come, signed.
UNLIMITED = ("/admin/", "/media/cloudinary/")


def rate(group: str, request: HttpRequest) -> str:
    """ "<count>/<period>" of a group: of "enrol" and of "enrol-again" that of `ENROL_RATE`.

    Raises AttributeError for a group nobody set a rate for.
    """
    asked = getattr(settings, f"{group.partition('-')[0].upper()}_RATE")
    # For the answer, should this be one too many. How it reads its rates only django-ratelimit
    # knows, and does not offer.
    request.retry_after = _split_rate(asked)[1]
    return asked


def too_many(request: HttpRequest) -> HttpResponse:
    """429, with the longest it can take until one may again, in seconds."""
    response = render(request, "errors/429.html", status=429)
    response["Retry-After"] = str(getattr(request, "retry_after", 60))
    return response


class LimitPostsMiddleware:
    """A later form has a limit even if nobody thought of one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(UNLIMITED) and is_ratelimited(
            request, group="post", key="user_or_ip", rate=rate, method=UNSAFE, increment=True
        ):
            return too_many(request)
        return self.get_response(request)
