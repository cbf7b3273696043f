"""How long entries are kept (decision 0017)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ModelLogEntry


def forget_old_entries() -> None:
    """Those about accounts, `AUDIT_DAYS` after they were written. What was done to content stays.

    Safe at any time, and twice. Nothing goes where the setting is 0.
    """
    if settings.AUDIT_DAYS <= 0:
        return
    account_type = ContentType.objects.get_for_model(get_user_model())
    cutoff = timezone.now() - timedelta(days=settings.AUDIT_DAYS)
    ModelLogEntry.objects.filter(content_type=account_type, timestamp__lt=cutoff).delete()
