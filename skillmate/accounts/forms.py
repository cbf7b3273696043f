"""The forms of the sign-in pages (`ACCOUNT_FORMS`, `MFA_FORMS`, `SOCIALACCOUNT_FORMS`)."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from .email_ownership import holders
from .new_password import ChangedPassword, HashedPassword
from .signup import AddressTakenRefusal
from .wording import RULES, FormTextsMixin

NOT_A_PASSKEY = "That passkey could not be used. Try again."


class OneAccountPerAddress:
    """Put before a sign-up form: a lost race ends like any sign-up with a known address."""

    def validate_unique_email(self, value: str) -> str:
        self.account_already_exists = bool(holders(value))
        return get_adapter().validate_unique_email(value)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        try:
            return super().try_save(request)
        except AddressTakenRefusal:
            self.account_already_exists = True
            return super().try_save(request)


class LoginForm(FormTextsMixin, account.LoginForm):
    pass


class SignupForm(OneAccountPerAddress, HashedPassword, FormTextsMixin, account.SignupForm):
    labels = {"password1": "Password"}
    help_texts = {
        "email": "We send a link to this address to make sure it is yours.",
        "password1": RULES,
    }


class AddEmailForm(FormTextsMixin, account.AddEmailForm):
    labels = {"email": "New e-mail address"}
    help_texts = {"email": "We send a link to it. Until you follow it, your old address stays."}


class ChangePasswordForm(ChangedPassword, FormTextsMixin, account.ChangePasswordForm):
    help_texts = {"password1": RULES}


class SetPasswordForm(ChangedPassword, FormTextsMixin, account.SetPasswordForm):
    help_texts = {"password1": RULES}


class ResetPasswordForm(FormTextsMixin, account.ResetPasswordForm):
    def clean_email(self) -> str:
        email = super().clean_email()
        # A link must not lead the owner of an address into the account of who only asked for it.
        address_holders = holders(email)
        self.users = [user for user in self.users if user in address_holders]
        return email


class ResetPasswordKeyForm(ChangedPassword, FormTextsMixin, account.ResetPasswordKeyForm):
    help_texts = {"password1": RULES}


class ReauthenticateForm(FormTextsMixin, account.ReauthenticateForm):
    pass


class SocialSignupForm(OneAccountPerAddress, FormTextsMixin, social.SignupForm):
    pass


class AuthenticateForm(FormTextsMixin, mfa.AuthenticateForm):
    help_texts = {"code": "Six digits from your authenticator app, or one of your recovery codes."}


class ReauthenticateCodeForm(FormTextsMixin, mfa.ReauthenticateForm):
    help_texts = AuthenticateForm.help_texts


class ActivateTOTPForm(FormTextsMixin, totp.ActivateTOTPForm):
    help_texts = {"code": "The six digits your app shows now."}


class CredentialMixin:
    """Put before a passkey form: what is no credential gets an error, where allauth crashes."""

    parse = AuthenticationResponse.from_dict

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].validators.append(self.check_parses)

    @classmethod
    def check_parses(cls, credential: object) -> None:
        # The parser trusts its input: any part may be missing or of another type.
        try:
            cls.parse(credential)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise ValidationError(NOT_A_PASSKEY) from error


class LoginPasskeyForm(CredentialMixin, webauthn.LoginWebAuthnForm):
    pass


class AuthenticatePasskeyForm(CredentialMixin, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(CredentialMixin, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(CredentialMixin, FormTextsMixin, webauthn.AddWebAuthnForm):
    parse = RegistrationResponse.from_dict
    help_texts = {
        "name": "So that you can tell your passkeys apart, for example “My laptop”.",
        "passwordless": "It then asks for your fingerprint, your face or a PIN. "
        "Without this it is a second step after your password.",
    }

    def __init__(self, *args, **kwargs) -> None:
        kwargs["initial"] = {"passwordless": True, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class EditPasskeyForm(FormTextsMixin, webauthn.EditWebAuthnForm):
    pass
