from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .mail import StoredMessage, find, newest

SHOWN = 50
# It comes from a template with links and inline styles, and is shown as a mailbox would.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; sandbox"


@never_cache
def mail_list(request: HttpRequest) -> HttpResponse:
    return render(request, "skillmate/development/mail.html", {"mail": newest(SHOWN)})


@never_cache
def mail_message(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "skillmate/development/message.html", {"message": _find(name)})


@never_cache
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    response = HttpResponse(_find(name).html)
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def _find(name: str) -> StoredMessage:
    message = find(name)
    if message is None:
        raise Http404(_("There is no such message."))
    return message
