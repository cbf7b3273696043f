"""What the log calls that somebody took the learners of a course away as a file."""

from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry


def register_actions(actions: LogActionRegistry) -> None:
    """For the hook `register_log_actions`."""
    label, message = gettext_lazy("Export learners"), gettext_lazy("Learners exported as CSV")
    actions.register_action("skillmate.learners_exported", label, message)
