"""An account somebody else made: its address, and the way in for its owner."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest

from .email_ownership import delete_pending_addresses


@transaction.atomic
def put_address(user: User) -> None:
    """Makes `user.email` the one address allauth knows of, yet to be confirmed."""
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)


def invite(request: HttpRequest, user: User) -> None:
    """For the hook `after_create_user`: mails the link with which `user` chooses a password."""
    adapter = get_adapter(request)
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    context = {"user": user, "password_reset_url": adapter.get_reset_password_from_key_url(key)}
    adapter.send_mail("account/email/invitation", user.email, context)


def confirm_sole_address(*, user: User, **signal) -> None:
    """Who follows the mailed link to a new password can read mail sent to that address.

    With several addresses nobody knows which one it was, and none is confirmed.
    """
    addresses = EmailAddress.objects.filter(user=user)
    if [address.email for address in addresses] == [user.email] and addresses[0].set_verified():
        delete_pending_addresses(user.email)


def delete_pending_of_others(*, email_address: EmailAddress, **signal) -> None:
    """An address somebody has confirmed is no longer one that others can change to."""
    delete_pending_addresses(email_address.email)
