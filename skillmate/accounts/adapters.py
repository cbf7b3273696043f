"""allauth's decisions where this site decides otherwise."""

from functools import partial
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from web.mail import Message, send
from web.models import OutgoingMail
from web.next_url import next_url_from
from web.public_url import public_url
from web.site_frame import site_name

from ..audit.entries import record
from .confirmation_mail import is_on_its_way
from .mfa_encryption import seal, unseal
from .new_password import HashedPassword
from .signup import save_new

NEXT_MAX_LENGTH = 1000  # characters of an address in a mail
EMAIL_MAX_LENGTH = EmailAddress._meta.get_field("email").max_length


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is switched off. Write to us if that surprises you.",
        "email_password_mismatch": "The e-mail address or the password is not right. "
        "Check both, or reset your password.",
        "enter_current_password": "That is not your current password.",
        "incorrect_code": "That code is not right. Codes change every 30 seconds: try the newest.",
        "incorrect_password": "That password is not right.",
        "duplicate_email": "This is already your e-mail address.",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again.",
        "rate_limited": "That was too quick. Wait a minute, then try again.",
    }

    def clean_email(self, email: str) -> str:
        # The form field allows more than the column holds, which PostgreSQL answers with an error.
        if len(email) > EMAIL_MAX_LENGTH:
            raise ValidationError(f"Enter at most {EMAIL_MAX_LENGTH} characters.")
        return super().clean_email(email)

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        user = super().save_user(request, user, form, commit=False)
        if isinstance(form, HashedPassword):
            form.put_password(user)
        if commit:
            save_new(user, name_user=partial(self.populate_username, request))
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        message = Message(template_prefix, {"email": email, **context})
        user = context.get("user")
        if not is_on_its_way(message.name, email, user=user):
            send(message, email, user=user, priority=OutgoingMail.Priority.ACCOUNT)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict | None = None, *args, **kwargs
    ) -> None:
        # allauth tells `send_mail` nothing of whose language and time zone it is.
        context = {**(context or {}), "user": user}
        super().send_notification_mail(template_prefix, user, context, *args, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where nothing else is asked for by `next`: instructors and editors work in the admin."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def get_email_confirmation_url(
        self, request: HttpRequest, emailconfirmation: EmailConfirmationHMAC
    ) -> str:
        url = public_url(reverse("account_confirm_email", args=[emailconfirmation.key]))
        # A mail is often opened in another browser, which knows nothing of where one wanted to go.
        next_url = next_url_from(request.POST, request=request, default="")
        is_short_path = next_url.startswith("/") and len(next_url) <= NEXT_MAX_LENGTH
        return f"{url}?{urlencode({'next': next_url})}" if is_short_path else url

    def get_reset_password_from_key_url(self, key: str) -> str:
        return public_url(urlsplit(super().get_reset_password_from_key_url(key)).path)


class MFAAdapter(DefaultMFAAdapter):
    """Second steps; passkeys get plain names."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": "Confirm your e-mail address first: we have to know it is yours.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        # What authenticator apps and browsers show; allauth's own row is kept by each process.
        return site_name()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Passkey {number}"


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Every way to end sessions from another one comes by here."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        others = [session for session in sessions if not session.is_current()]
        super().end_sessions(sessions)
        if others:
            record(others[0].user, "skillmate.sign_out_others", count=len(others))
