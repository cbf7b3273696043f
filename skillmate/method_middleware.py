"""A method that an address does not take is refused in words: Django answers it with nothing."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from web.content_negotiation import prefers_json
from web.page_cache.fragments import keep_nothing


class MethodNotAllowedMiddleware:
    """Whoever opens the address of a button, from their history or after signing in, is told so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        keep_nothing(request)
        in_words = _in_words(request)
        for header in ("Allow", "Cache-Control"):
            if header in response:
                in_words[header] = response[header]
        return in_words


def _in_words(request: HttpRequest) -> HttpResponseBase:
    if prefers_json(request):
        return JsonResponse({"error": _("This address does not take such a request.")}, status=405)
    return render(request, "errors/405.html", status=405)
