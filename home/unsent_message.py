"""A message that was not taken, since its writer had signed in or out meanwhile, is not lost."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from web.unsent_form import keep_unsent, typed_text

from .contact.forms import ContactForm
from .models import ContactPage


def keep_message(page: Page, request: HttpRequest, args: list, kwargs: dict) -> None:
    """Before somebody has to sign in, where the form is for those signed in alone."""
    if isinstance(page, ContactPage) and request.method == "POST" and not _admits(page, request):
        keep_unsent(request, ContactForm)


def offer_again(request: HttpRequest) -> HttpResponse | None:
    """The form with what was typed, in answer to one that came without a valid token. None where
    the address is none of the contact page."""
    page = ContactPage.objects.live().first()
    if page is None or request.path != page.get_url(request) or not _admits(page, request):
        return None
    response = page.show_form(request, unsent=typed_text(request, ContactForm))
    response.status_code = 403
    return response


def _admits(page: ContactPage, request: HttpRequest) -> bool:
    return all(rule.accept_request(request) for rule in page.get_view_restrictions())
