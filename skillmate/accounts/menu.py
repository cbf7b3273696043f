"""From the admin's own account page to the pages where sign-in is changed."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def account_item(request: HttpRequest) -> dict:
    return {
        "url": reverse("account_email"),
        "label": _("E-mail, password and two-step sign-in"),
        "help_text": _("What signs you in is changed in your account on the site."),
    }
