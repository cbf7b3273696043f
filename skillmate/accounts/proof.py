"""Whose an account and an address are: of whoever reads mail there, and of nobody before."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

UNPROVEN = _(
    "Somebody chose a password for %s, but nobody has confirmed that address: it may not be who "
    "you think. Give rights once it is confirmed, or delete the account and invite its owner."
)


class UnprovenError(Exception):
    """Shown to whoever asked."""

    def __init__(self, person: User) -> None:
        super().__init__(UNPROVEN % person.email)


def check_proven(people: Iterable[User]) -> None:
    """Before `people` are given rights.

    Anybody can sign up with the address of another. Once its owner confirms it, perhaps years
    later, whoever chose the password is in. An account without one waits for its owner.

    Raises UnprovenError for the first of them of whom nobody knows who they are.
    """
    with_password = {each.pk: each for each in people if each.has_usable_password()}
    addresses = EmailAddress.objects.filter(user__in=with_password)
    proven = {address.user_id for address in addresses if address.verified}
    for address in addresses:
        if address.user_id not in proven:
            raise UnprovenError(with_password[address.user_id])


def forget_wishes(email: str, *, but_of: User | None = None) -> None:
    """Forgets that accounts want to move to `email`, the one of `but_of` aside.

    allauth takes an address for theirs before it is confirmed: its owner could not sign up with
    it, and the link to a new password would lead them into an account of somebody else, who stays
    in it by a passkey. Whoever asks for the address last may be mailed about it.
    """
    wishes = EmailAddress.objects.filter(email__iexact=email, verified=False)
    if but_of is not None:
        wishes = wishes.exclude(user_id=but_of.pk)
    wishes.exclude(user__email__iexact=email).delete()
