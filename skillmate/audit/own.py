"""What the log tells of one person, for themselves: nobody else's name is in it."""

from __future__ import annotations

from itertools import chain

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.models.audit_log import BaseLogEntry


def entries_of(user: User) -> list[dict]:
    """What `user` did and what became of their account, oldest first, in a fixed number of queries.

    Times in UTC.
    """
    account_type = ContentType.objects.get_for_model(User)
    is_own = Q(content_type=account_type, object_id=f"{user.pk}")
    entries = chain(
        ModelLogEntry.objects.filter(Q(user=user) | is_own), PageLogEntry.objects.filter(user=user)
    )
    return [
        _entry_data(entry, user, account_type)
        for entry in sorted(entries, key=lambda entry: entry.timestamp)
    ]


def _entry_data(entry: BaseLogEntry, user: User, account_type: ContentType) -> dict:
    is_account = entry.content_type_id == account_type.pk
    is_own = is_account and entry.object_id == f"{user.pk}"
    formatter = registry.get_formatter(entry)
    label = str(formatter.label) if formatter else entry.action
    return {
        "at": entry.timestamp,
        # Of others the whole sentence could tell a name: which member joined a team.
        "what": str(entry.message) if is_own else label,
        "on": "own account" if is_own else "another account" if is_account else entry.label,
        "done_by_you": entry.user_id == user.pk,
    }
