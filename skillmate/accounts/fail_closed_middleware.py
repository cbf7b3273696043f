"""While nobody counts the tries, nobody tries (decision 0032)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from web.content_negotiation import prefers_json
from web.rate_limits import can_count

ACCOUNTS = "/accounts/"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# They protect an account themselves, and there is nothing in them to guess.
UNGUARDED_VIEWS = {"account_logout", "end_session", "usersessions_list"}
RETRY_AFTER = "60"


class FailClosedMiddleware:
    """Asks before allauth does, whose limits would wait for a lock in the cache, for seconds, and
    then speak of too many tries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.method in SAFE_METHODS or not _is_guarded(request) or can_count():
            return None
        return _sign_in_unavailable(request)


def _is_guarded(request: HttpRequest) -> bool:
    is_account = request.path_info.startswith(ACCOUNTS)
    return is_account and request.resolver_match.view_name not in UNGUARDED_VIEWS


def _sign_in_unavailable(request: HttpRequest) -> HttpResponse:
    if prefers_json(request):
        message = _("Sign-in cannot be offered at the moment. Try again in a minute.")
        response = JsonResponse({"error": message}, status=429)
    else:
        response = render(request, "errors/sign_in_unavailable.html", status=429)
    response["Retry-After"] = RETRY_AFTER
    return response
