"""The forms of the sign-in pages (`ACCOUNT_FORMS`, `MFA_FORMS`, `SOCIALACCOUNT_FORMS`)."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from .signup import AddressTakenError
from .wording import RULES, Worded


class OneAccountPerAddress:
    """Put before a sign-up form: a lost race ends like any sign-up with a known address."""

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        try:
            return super().try_save(request)
        except AddressTakenError:
            self.account_already_exists = True
            return super().try_save(request)


class LoginForm(Worded, account.LoginForm):
    pass


class SignupForm(OneAccountPerAddress, Worded, account.SignupForm):
    labels = {"password1": "Password"}
    help_texts = {
        "email": "We send a link to this address to make sure it is yours.",
        "password1": RULES,
    }


class AddEmailForm(Worded, account.AddEmailForm):
    labels = {"email": "New e-mail address"}
    help_texts = {"email": "We send a link to it. Until you follow it, your old address stays."}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    help_texts = {"password1": RULES}


class SetPasswordForm(Worded, account.SetPasswordForm):
    help_texts = {"password1": RULES}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    help_texts = {"password1": RULES}


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    pass


class SocialSignupForm(OneAccountPerAddress, Worded, social.SignupForm):
    pass


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    help_texts = {"code": "Six digits from your authenticator app, or one of your recovery codes."}


class ReauthenticateCodeForm(Worded, mfa.ReauthenticateForm):
    help_texts = AuthenticateForm.help_texts


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    help_texts = {"code": "The six digits your app shows now."}


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):
    help_texts = {
        "name": "So that you can tell your passkeys apart, for example “My laptop”.",
        "passwordless": "It then asks for your fingerprint, your face or a PIN. "
        "Without this it is a second step after your password.",
    }

    def __init__(self, *args, **kwargs) -> None:
        kwargs["initial"] = {"passwordless": True, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class EditPasskeyForm(Worded, webauthn.EditWebAuthnForm):
    pass
