"""Forgetting what has left, or was given up."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from ..models import OutgoingMail

# Of a message that left, only that it did is kept, for questions such as "did it leave?".
SENT_FOR = timedelta(days=30)
# What was given up can be sent again until then.
FAILED_FOR = timedelta(days=30)


def forget_old_mail() -> int:
    """Returns how many rows went."""
    now = timezone.now()
    old = Q(sent_at__lt=now - SENT_FOR) | Q(failed_at__lt=now - FAILED_FOR)
    return OutgoingMail.objects.filter(old).delete()[0]
