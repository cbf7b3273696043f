"""What is refused is refused in words: Django and Wagtail answer a method that an address does not
take, and some forms that come too late, with nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from web.content_negotiation import prefers_json
from web.page_cache.fragments import keep_nothing

from .accounts.admin_mfa_middleware import ADMIN

SENTENCES = {
    400: _("Something is missing in what was sent. Go back, reload the page and try again."),
    403: _("You may not do this, or not any more: go back and reload the page to see how it is."),
    404: _("This is not there any more. Go back and reload the page to see what is."),
    405: _(
        "It belongs to a button or a form, and nothing was changed. Go back to the page you came "
        "from and press the button there."
    ),
}


class WordlessMiddleware:
    """Whoever opens the address of a button, from their history or after signing in, is told so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code not in SENTENCES or response.streaming or response.content:
            return response
        keep_nothing(request)
        in_words = _in_words(request, response.status_code)
        for header in ("Allow", "Cache-Control"):
            if header in response:
                in_words[header] = response[header]
        return in_words


def _in_words(request: HttpRequest, status: int) -> HttpResponseBase:
    if prefers_json(request):
        return JsonResponse({"error": SENTENCES[status]}, status=status)
    context = {
        "text": SENTENCES[status],
        "is_address_of_a_button": status == HTTPStatus.METHOD_NOT_ALLOWED,
        "is_admin": request.path_info.startswith(ADMIN),
    }
    return render(request, "errors/refused.html", context, status=status)
