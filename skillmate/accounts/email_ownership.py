"""Whose an address is, and whether anybody has shown that it is theirs."""

from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from web.exceptions import Refusal


class UnprovenRefusal(Refusal):
    """Shown to whoever asked."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nobody has confirmed the address of this account, so it may be a stranger's. "
                "Ask for the address to be confirmed, then give the role."
            )
        )


def holders(email: str) -> list[User]:
    """Who has the address. Whoever only wants to change to it has not, and can be anyone.

    allauth counts those as well, and would send a stranger's reset link to the owner.
    """
    users = filter_users_by_email(email)
    pending = _pending(email).filter(user__in=users)
    pending_ids = set(pending.values_list("user_id", flat=True))
    return [user for user in users if user.pk not in pending_ids]


def delete_pending_addresses(email: str) -> None:
    """Call when the owner has shown whose `email` is: nobody else can change to it any more."""
    _pending(email).delete()


def confirmed(people: QuerySet[User]) -> QuerySet[User]:
    """With `is_confirmed` on each, in the same query."""
    return people.annotate(is_confirmed=_verified())


def unproven(people: QuerySet[User]) -> QuerySet[User]:
    """Those who can have a way in that somebody chose who cannot read mail to the address.

    Where there is no way in yet, only the mailed link leads in: that is an invited account.
    A password stays when the address is confirmed, as many sign up at one device and follow the
    link at another: so no role may be waiting on the account by then.
    """
    is_own = Q(user=OuterRef("pk"))
    has_credentials = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    for model in (SocialAccount, Authenticator):
        has_credentials |= Q(Exists(model.objects.filter(is_own)))
    return people.filter(~_verified(), has_credentials)


def check_proven(people: QuerySet[User]) -> None:
    """Raises UnprovenRefusal, for all of them if one is unproven."""
    if unproven(people).exists():
        raise UnprovenRefusal


def unproven_accounts(email: str) -> QuerySet[User]:
    """Unproven accounts with `email` that were never signed in to and may do nothing."""
    people = User.objects.filter(email__iexact=email, is_active=True, last_login=None)
    return unproven(people.filter(is_superuser=False, groups=None, user_permissions=None))


def _verified() -> Exists:
    return Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True))


def _pending(email: str) -> QuerySet[EmailAddress]:
    addresses = EmailAddress.objects.filter(email=email.lower(), verified=False)
    return addresses.annotate(own=Lower("user__email")).exclude(own=F("email"))
