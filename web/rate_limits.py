"""How often one may do what costs others something.

A view that has to be seldom says so with django-ratelimit's decorator, whose exception becomes
the page that asks to wait:

    @ratelimit(group="enrol", key="user", rate="web.rate_limits.rate")

The number is the setting `ENROL_RATE`. A form that would lose its input asks `is_ratelimited`
instead and says it beside its fields. Whatever is posted without either meets `POST_RATE`; in
the admin only files do, and `FILE_RATE`.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_ratelimit import UNSAFE
from django_ratelimit.core import _split_rate, is_ratelimited

ADMIN = "/admin/"
# Who writes in the admin is known, and saves often; files, which fill the disk and are read and
# scaled, have a limit of their own there. Cloudinary's notifications come as they come, signed.
UNLIMITED = (ADMIN, "/media/cloudinary/")


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
    """429; the middleware adds when one may again."""
    return render(request, "errors/429.html", status=429)


def _told_when(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With the longest it can take until one may again, in seconds, on every 429."""
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        response.setdefault("Retry-After", str(getattr(request, "retry_after", 60)))
    return response


class LimitPostsMiddleware:
    """A later form has a limit even if nobody thought of one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(UNLIMITED) and is_ratelimited(
            request, group="post", key="user_or_ip", rate=rate, method=UNSAFE, increment=True
        ):
            return _told_when(request, too_many(request))
        return _told_when(request, self.get_response(request))

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Files sent to the admin. By now it is known that the form was this site's."""
        if request.method != "POST" or not request.path_info.startswith(ADMIN):
            return None
        if request.FILES and is_ratelimited(
            request, group="file", key="user_or_ip", rate=rate, increment=True
        ):
            return _too_many_files(request)
        return None


def _too_many_files(request: HttpRequest) -> HttpResponse:
    if not request.resolver_match.view_name.endswith(":add_multiple"):
        return too_many(request)
    # The script that sends many files shows these words with status 200 alone: with any other it
    # reports a broken server.
    told = _("You have sent very many files within the hour. Wait a while, then go on.")
    return JsonResponse({"success": False, "error_message": told})
