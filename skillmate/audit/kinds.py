"""Entries sorted by what an administrator looks for."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# By how their actions begin.
_ACTION_PREFIXES = {
    "sign_ins": (
        "skillmate.sign_",
        "skillmate.second_step_",
        "skillmate.password_",
        "skillmate.email_",
        "skillmate.connected",
        "skillmate.disconnected",
    ),
    "roles": (
        "skillmate.role_",
        "skillmate.admin_",
        "skillmate.account_activated",
        "skillmate.account_deactivated",
        "skillmate.team_",
    ),
    "releases": (
        "wagtail.publish",
        "wagtail.unpublish",
        "wagtail.schedule",
        "wagtail.workflow",
        "skillmate.archive",
        "skillmate.reopen",
        "skillmate.restore",
        "skillmate.unschedule",
        "skillmate.waive",
        "skillmate.review_",
    ),
    "exports": ("skillmate.learners_exported", "skillmate.account_exported"),
    "deletions": ("wagtail.delete", "skillmate.account_deleted"),
}
KINDS = [
    ("sign_ins", _("Sign-ins and passwords")),
    ("roles", _("Roles and teams")),
    ("releases", _("Releases")),
    ("exports", _("Exports")),
    ("deletions", _("Deletions")),
    ("content", _("Content")),
]


def of_kind(kind: str) -> Q:
    """Which entries; content is whatever is none of the others."""
    if kind == "content":
        return ~_starts_with_any(
            [prefix for prefixes in _ACTION_PREFIXES.values() for prefix in prefixes]
        )
    return _starts_with_any(_ACTION_PREFIXES[kind])


def _starts_with_any(prefixes: list[str] | tuple[str, ...]) -> Q:
    return Q(*(("action__startswith", prefix) for prefix in prefixes), _connector=Q.OR)
