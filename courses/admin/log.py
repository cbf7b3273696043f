"""How the site history tells what happened to a course, beyond what Wagtail tells."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry


class MemberFormatter(LogFormatter):
    """A change of the team names whom it was about."""

    told = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return self.told % {"member": log_entry.data.get("member") or _("an account")}


def register_actions(actions) -> None:
    """For the hook `register_log_actions`."""
    actions.register_action("skillmate.archive", gettext_lazy("Archive"), gettext_lazy("Archived"))
    actions.register_action("skillmate.reopen", gettext_lazy("Reopen"), gettext_lazy("Reopened"))
    actions.register_action("skillmate.team_add")(AddedFormatter)
    actions.register_action("skillmate.team_remove")(RemovedFormatter)


class AddedFormatter(MemberFormatter):
    label = gettext_lazy("Add to the team")
    told = gettext_lazy("Added %(member)s to the team")


class RemovedFormatter(MemberFormatter):
    label = gettext_lazy("Remove from the team")
    told = gettext_lazy("Removed %(member)s from the team")
