"""What administrators do about messages that did not leave."""

from django.db.models import QuerySet
from django.utils import timezone

from ..models import OutgoingMail
from .delivery import MAX_AGE


def send_again(mails: QuerySet[OutgoingMail]) -> int:
    """Begin anew with those of `mails` that have not left; returns how many there are.

    One that is leaving this very moment is left alone, and so is one about an account whose link
    is good for nothing by now.
    """
    now = timezone.now()
    rows = mails.filter(sent_at=None, claimed_until=None).exclude(
        priority=OutgoingMail.Priority.ACCOUNT, created_at__lt=now - MAX_AGE
    )
    return rows.update(failed_at=None, tries=0, not_before=now)


def forget(mails: QuerySet[OutgoingMail]) -> int:
    """Give up for good those of `mails` that have failed; returns how many there were."""
    return mails.failed().delete()[0]
