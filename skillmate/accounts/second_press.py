"""Buttons of the account that are pressed a second time, or in another window, after what they do
is done: allauth finds nothing, and says so of the page. Here it is said of the thing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.models import EmailAddress
from allauth.account.views import confirm_email, email
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import edit_webauthn, remove_webauthn
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, re_path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONFIRM = r"^confirm-email/(?P<key>[-:\w]+)/$"


def gone_leads_to(url_name: str, text: Promise) -> Callable:
    """For a view that raises `Http404` for what is not there any more."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Http404:
                if not request.user.is_authenticated:
                    raise
            messages.info(request, text)
            return redirect(url_name)

        return wrapper

    return decorate


@wraps(activate_totp)
def activate_totp_once(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """allauth goes on to switching the app off, which nobody who presses twice has in mind."""
    response = activate_totp(request, *args, **kwargs)
    is_active = getattr(response, "url", "") == reverse("mfa_deactivate_totp")
    if not is_active:
        return response
    messages.info(request, _("The authenticator app is switched on."))
    return redirect("mfa_index")


@wraps(confirm_email)
def confirm_email_once(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """What was used or is too old is told on the page of the link, to whatever method."""
    try:
        return confirm_email(request, *args, **kwargs)
    except Http404:
        return HttpResponseRedirect(request.path)


@wraps(email)
def email_once(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated and _is_about_nothing(request):
        messages.info(request, _("That address does not belong to your account, or no longer."))
        return redirect("account_email")
    return email(request, *args, **kwargs)


def _is_about_nothing(request: HttpRequest) -> bool:
    """Whether the button of an address is pressed that is not there."""
    if "action_add" in request.POST:
        return False
    address = request.POST.get("email", "").lower()
    return not EmailAddress.objects.filter(user=request.user, email=address).exists()


_no_passkey = gone_leads_to("mfa_list_webauthn", _("There is no such passkey any more."))
_no_app = gone_leads_to("mfa_index", _("The authenticator app is switched off."))
# Before those of allauth, whose names they have.
urlpatterns = [
    path("email/", email_once, name="account_email"),
    re_path(CONFIRM, confirm_email_once, name="account_confirm_email"),
    path("2fa/totp/activate/", activate_totp_once, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _no_app(deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        _no_passkey(remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/edit/", _no_passkey(edit_webauthn), name="mfa_edit_webauthn"),
]
