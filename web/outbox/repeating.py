"""What administrators do about messages that did not leave."""

from django.db.models import QuerySet
from django.utils import timezone

from ..models import OutgoingMail


def send_again(mails: QuerySet[OutgoingMail]) -> int:
    """Begin anew with those of `mails` that have not left; returns how many there are.

    One that is leaving this very moment is left alone.
    """
    now = timezone.now()
    rows = mails.filter(sent_at=None, claimed_until=None)
    return rows.update(failed_at=None, tries=0, created_at=now, not_before=now)


def forget(mails: QuerySet[OutgoingMail]) -> int:
    """Give up for good those of `mails` that have failed; returns how many there were."""
    return mails.failed().delete()[0]
