"""How often a link to confirm an address is written.

allauth counts its tries, so that after a failure "we sent you a message" was said and nothing was
sent. Here the messages themselves count: those that have left or are about to, not those that were
given up.
"""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from web.models import OutgoingMail
from web.outbox.queue import mail_to
from web.rate_limits import Ratelimited

LINKS = ("email_confirmation", "email_confirmation_signup")
KINDS = (*LINKS, "account_already_exists", "unknown_account")
PERIOD = timedelta(minutes=3)
# To one address, whoever asks for them: more would be a nuisance to somebody who did not.
MOST = 5


def is_on_its_way(kind: str, address: str, *, user: User | None) -> bool:
    """Whether the same message was written within `PERIOD`: a second one would tell nothing new.

    Raises `Ratelimited` where the address has got too many others.
    """
    if kind not in KINDS:
        return False
    recent = _recent(address)
    same = LINKS if kind in LINKS else [kind]
    if recent.filter(kind__in=same, user=user).exists():
        return True
    if recent.filter(kind__in=KINDS).count() >= MOST:
        raise Ratelimited
    return False


def _recent(address: str) -> QuerySet[OutgoingMail]:
    return mail_to([address]).filter(created_at__gt=timezone.now() - PERIOD, failed_at=None)
