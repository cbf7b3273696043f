"""How the site history tells what happened to a course, beyond what Wagtail tells."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry


class MemberFormatter(LogFormatter):
    """A change of the team names whom it was about, while there is such an account.

    `member` is in entries made before `member_id` was.
    """

    message = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        data = log_entry.data
        member = data.get("member") or _email(data.get("member_id")) or _("an account")
        return self.message % {"member": member}


class WaiverFormatter(LogFormatter):
    label = gettext_lazy("Waive a finding")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        values = {name: log_entry.data.get(name, "") for name in ("message", "reason")}
        return _("Waived “%(message)s” because: %(reason)s") % values


class RestoredFormatter(LogFormatter):
    label = gettext_lazy("Restore a release")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return _("Restored release %(number)s") % {"number": log_entry.data.get("number", "?")}


PROFILE_ACTIONS = [
    ("submit", gettext_lazy("Submit a profile"), gettext_lazy("Changed the profile: it waits")),
    ("discard", gettext_lazy("Discard a profile"), gettext_lazy("Took the changes back")),
    ("approve", gettext_lazy("Approve a profile"), gettext_lazy("Made the changes public")),
    ("return", gettext_lazy("Send back a profile"), gettext_lazy("Sent the changes back")),
]


def _email(member_id: int | None) -> str:
    accounts = get_user_model().objects.filter(pk=member_id)
    return accounts.values_list("email", flat=True).first() or "" if member_id else ""


def register_actions(actions) -> None:
    """For the hook `register_log_actions`."""
    actions.register_action("skillmate.archive", gettext_lazy("Archive"), gettext_lazy("Archived"))
    actions.register_action("skillmate.reopen", gettext_lazy("Reopen"), gettext_lazy("Reopened"))
    actions.register_action(
        "skillmate.unschedule", gettext_lazy("Unschedule a release"), gettext_lazy("Unscheduled")
    )
    for action, label, message in PROFILE_ACTIONS:
        actions.register_action(f"skillmate.profile_{action}", label, message)
    actions.register_action("skillmate.waive")(WaiverFormatter)
    actions.register_action("skillmate.restore")(RestoredFormatter)
    actions.register_action("skillmate.team_add")(AddedFormatter)
    actions.register_action("skillmate.team_remove")(RemovedFormatter)


class AddedFormatter(MemberFormatter):
    label = gettext_lazy("Add to the team")
    message = gettext_lazy("Added %(member)s to the team")


class RemovedFormatter(MemberFormatter):
    label = gettext_lazy("Remove from the team")
    message = gettext_lazy("Removed %(member)s from the team")
