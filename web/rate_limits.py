"""How often one may do what costs others something.

A view that has to be seldom says so with a decorator, whose exception becomes the page that asks
to wait:

    @limited(group="enrol", key="user")

The number is the setting `ENROL_RATE`. A form that would lose its input asks `is_limited` instead
and says it beside its fields. Whatever is posted without either meets `POST_RATE`; in the admin
only files do, and `FILE_RATE`. Counted by django-ratelimit, which is used here alone and by its
documented names (decision 0029).

Where the cache cannot count, all of these let people pass (`RATELIMIT_FAIL_OPEN`). What protects
accounts asks `can_count()` first, and refuses (decision 0032).
"""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_ratelimit import ALL, UNSAFE
from django_ratelimit.core import is_ratelimited
from django_ratelimit.decorators import ratelimit
from django_ratelimit.exceptions import Ratelimited

__all__ = [
    "UNSAFE",
    "LimitPostsMiddleware",
    "Ratelimited",
    "can_count",
    "is_limited",
    "limited",
    "too_many",
]

# Of what django-ratelimit reads only what nobody can mistake: it takes "10/" for ten a second.
PERIOD = re.compile(r"([1-9][0-9]*)?([smhd])")
RATE = re.compile(rf"[1-9][0-9]*/{PERIOD.pattern}")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

ADMIN = "/admin/"
# Who writes in the admin is known, and saves often; files, which fill the disk and are read and
# scaled, have a limit of their own there. Cloudinary's notifications come as they come, signed.
UNLIMITED = (ADMIN, "/media/cloudinary/")


def rate(group: str, request: HttpRequest) -> str:
    """ "<count>/<period>" of a group: of "enrol" and of "enrol-again" that of `ENROL_RATE`.

    Raises AttributeError for a group nobody set a rate for.
    """
    rate_setting = getattr(settings, f"{group.partition('-')[0].upper()}_RATE")
    request.retry_after = period(rate_setting)  # for the response, should this be one too many
    return rate_setting


def check_rates(settings: dict) -> None:
    """Raises `ImproperlyConfigured` for a setting `…_RATE` that is no rate.

    Nothing switches a limit off, and 0 is refused: elsewhere it means "no limit", here it would
    mean "never".
    """
    for name, value in settings.items():
        if name.endswith("_RATE") and not RATE.fullmatch(value):
            raise ImproperlyConfigured(
                f"{name} is {value!r}. It must read <count>/<period>, e.g. 30/h for thirty an "
                "hour; the period is s, m, h or d, the count at least 1. Take the line out for "
                "the default. A limit cannot be switched off: a large count comes to the same."
            )


def period(rate: str) -> int:
    """The seconds of a rate such as "30/h" or "5/10m"."""
    number, unit = PERIOD.fullmatch(rate.partition("/")[2]).groups()
    return int(number or 1) * SECONDS[unit]


def limited(*, group: str, key: str, method: str | tuple = ALL) -> Callable:
    """A decorator for views: one request too many raises `Ratelimited`, a `PermissionDenied`."""
    return ratelimit(group=group, key=key, rate=rate, method=method)


def is_limited(request: HttpRequest, *, group: str, key: str, method: str | tuple = ALL) -> bool:
    """Counts this request; True when it is one too many."""
    return is_ratelimited(request, group=group, key=key, rate=rate, method=method, increment=True)


def can_count() -> bool:
    """Whether the cache keeps counters now, and gives them back: a limit that reads nothing takes
    each try for the first. One that cannot tell raises what is wrong with it."""
    keeps_values = getattr(cache, "keeps_values", None)
    return keeps_values is None or keeps_values()


def too_many(request: HttpRequest) -> HttpResponse:
    """429; the middleware adds when one may again."""
    return render(request, "errors/429.html", status=429)


def _with_retry_after(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With the longest it can take until one may again, in seconds, on every 429."""
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        response.setdefault("Retry-After", str(getattr(request, "retry_after", 60)))
    return response


class LimitPostsMiddleware:
    """A later form has a limit even if nobody thought of one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(UNLIMITED) and is_limited(
            request, group="post", key="user_or_ip", method=UNSAFE
        ):
            return _with_retry_after(request, too_many(request))
        return _with_retry_after(request, self.get_response(request))

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Files sent to the admin. By now it is known that the form was this site's."""
        if request.method != "POST" or not request.path_info.startswith(ADMIN):
            return None
        if request.FILES and is_limited(request, group="file", key="user_or_ip"):
            return _too_many_files(request)
        return None


def _too_many_files(request: HttpRequest) -> HttpResponse:
    if not request.path_info.endswith("/multiple/add/"):
        return too_many(request)
    # The script that sends many files shows these words with status 200 alone: with any other it
    # reports a broken server.
    message = _("You have sent very many files within the hour. Wait a while, then go on.")
    return JsonResponse({"success": False, "error_message": message})
