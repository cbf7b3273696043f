"""What a form changes and the mail that tells of it are stored together, or neither.

allauth stores the one, then the other. Where only the second failed, a password was changed, its
owner not told, and the page said that nothing had been saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import SimpleNamespace

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.recovery_codes.internal import flows as recovery_codes_flows
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.internal.flows import connect as social_connect
from allauth.socialaccount.internal.flows import login as social_login
from allauth.usersessions import views as usersessions
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views import View

# Begun once the form is found valid: to check a password, and to hash one (`new_password`),
# takes a tenth of a second, in which nobody else could write to SQLite.
METHODS = [
    (account.LoginView, "form_valid"),
    (account.ConfirmLoginCodeView, "form_valid"),
    (account.SignupView, "form_valid"),
    (account.ConfirmEmailView, "post"),
    (account.EmailView, "post"),
    (account.PasswordChangeView, "form_valid"),
    (account.PasswordSetView, "form_valid"),
    (account.PasswordResetView, "form_valid"),
    (account.PasswordResetFromKeyView, "form_valid"),
    (mfa.AuthenticateView, "form_valid"),
    (recovery_codes.GenerateRecoveryCodesView, "form_valid"),
    (totp.ActivateTOTPView, "form_valid"),
    (totp.DeactivateTOTPView, "form_valid"),
    (webauthn.AddWebAuthnView, "form_valid"),
    (webauthn.RemoveWebAuthnView, "form_valid"),
    (webauthn.LoginWebAuthnView, "form_valid"),
    (social.SignupView, "form_valid"),
    (social.ConnectionsView, "form_valid"),
    (usersessions.ListUserSessionsView, "form_valid"),
]
# Once the service that signs somebody in has been asked.
FLOWS = [(social_login, "complete_login"), (social_connect, "connect")]
# They tell of a second step once it is committed: the owner by mail, and by a signal those who end
# the sessions that began without it.
TELLING_LATE = [totp_flows, recovery_codes_flows]
AT_ONCE = SimpleNamespace(atomic=transaction.atomic, on_commit=lambda tell: tell())


def store_together() -> None:
    """Once in a process. The forms that ask again who somebody is tell of nothing by mail, and go
    on with the form that was waiting, whose own transaction it is."""
    for view_class, name in METHODS:
        setattr(view_class, name, _method_together(getattr(view_class, name)))
    for module, name in FLOWS:
        setattr(module, name, stored_together(getattr(module, name)))
    for module in TELLING_LATE:
        module.transaction = AT_ONCE


def stored_together(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A decorator for what is given a request first."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with all_or_nothing(request):
            return view(request, *args, **kwargs)

    return wrapper


def _method_together(method: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(method)
    def wrapper(view: View, *args, **kwargs) -> HttpResponse:
        with all_or_nothing(view.request):
            return method(view, *args, **kwargs)

    return wrapper


@contextmanager
def all_or_nothing(request: HttpRequest) -> Iterator[None]:
    """A transaction that takes the session and who is signed in back with it.

    A session that kept the key of an account that was not made would, in the end, sign somebody in
    to the next account that gets this key.
    """
    session_key, user = request.session.session_key, request.user
    try:
        with transaction.atomic():
            yield
    except Exception:
        request.session = type(request.session)(session_key)
        request.user = user
        raise
