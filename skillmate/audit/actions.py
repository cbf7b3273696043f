"""What the log calls each thing that can be done to an account."""

from __future__ import annotations

from functools import partial

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

WAYS = {
    "password": gettext_lazy("password"),
    "password_reset": gettext_lazy("link to reset the password"),
    "code": gettext_lazy("code by e-mail"),
    "totp": gettext_lazy("authenticator app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery codes"),
    "google": "Google",
}
PLAIN = {
    "sign_out": (gettext_lazy("Sign out"), gettext_lazy("Signed out")),
    "password_changed": (gettext_lazy("Change password"), gettext_lazy("Password changed")),
    "password_reset": (
        gettext_lazy("Reset password"),
        gettext_lazy("Password reset by a link in an e-mail"),
    ),
    "email_changed": (
        gettext_lazy("Change e-mail address"),
        gettext_lazy("E-mail address changed"),
    ),
    "account_activated": (gettext_lazy("Activate account"), gettext_lazy("Account activated")),
    "account_deactivated": (
        gettext_lazy("Switch off account"),
        gettext_lazy("Account switched off"),
    ),
    "admin_granted": (
        gettext_lazy("Make administrator"),
        gettext_lazy("Made an administrator of the site"),
    ),
    "admin_revoked": (
        gettext_lazy("Remove administrator rights"),
        gettext_lazy("Is no administrator of the site any more"),
    ),
    "review_on": (gettext_lazy("Use for reviews"), gettext_lazy("Used for reviews again")),
    "review_off": (
        gettext_lazy("Switch off for reviews"),
        gettext_lazy("Not used for reviews any more"),
    ),
    "account_exported": (
        gettext_lazy("Export account"),
        gettext_lazy("Data of the account exported"),
    ),
    "account_deleted": (gettext_lazy("Delete account"), gettext_lazy("Account deleted")),
}


class DetailFormatter(LogFormatter):
    """A sentence with one thing in it, `detail`, that the entry knows."""

    message = ""

    def __init__(self, label: str, message: str) -> None:
        self.label, self.message = label, message

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return self.message % {"detail": self.detail(log_entry.data)}

    def detail(self, data: dict) -> str:
        return str(WAYS.get(data.get("way"), data.get("way") or _("something else")))


class RoleFormatter(DetailFormatter):
    def detail(self, data: dict) -> str:
        return data.get("role") or _("something else")


class WorkflowFormatter(DetailFormatter):
    def detail(self, data: dict) -> str:
        return data.get("workflow") or _("something else")


class SessionsFormatter(DetailFormatter):
    def detail(self, data: dict) -> str:
        count = data.get("count") or 1
        message = ngettext("%(count)s other device", "%(count)s other devices", count)
        return message % {"count": count}


class SignInFormatter(LogFormatter):
    label = gettext_lazy("Sign in")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        ways = [str(WAYS.get(way, way)) for way in log_entry.data.get("ways") or []]
        return (
            _("Signed in with %(ways)s") % {"ways": get_text_list(ways, _("and"))}
            if ways
            else _("Signed in")
        )


DETAILED = {
    "sign_out_others": (
        SessionsFormatter,
        gettext_lazy("Sign out other devices"),
        gettext_lazy("Signed out %(detail)s"),
    ),
    "second_step_added": (
        DetailFormatter,
        gettext_lazy("Add a way to sign in"),
        gettext_lazy("Added %(detail)s as a way to sign in"),
    ),
    "second_step_removed": (
        DetailFormatter,
        gettext_lazy("Remove a way to sign in"),
        gettext_lazy("Removed %(detail)s as a way to sign in"),
    ),
    "connected": (
        DetailFormatter,
        gettext_lazy("Connect account"),
        gettext_lazy("Connected to %(detail)s"),
    ),
    "disconnected": (
        DetailFormatter,
        gettext_lazy("Disconnect account"),
        gettext_lazy("Disconnected from %(detail)s"),
    ),
    "review_given": (
        WorkflowFormatter,
        gettext_lazy("Have reviewed"),
        gettext_lazy("Reviewed by “%(detail)s”, with all below it"),
    ),
    "review_taken": (
        WorkflowFormatter,
        gettext_lazy("Have reviewed no more"),
        gettext_lazy("No longer reviewed by “%(detail)s”"),
    ),
    "role_added": (
        RoleFormatter,
        gettext_lazy("Give a role"),
        gettext_lazy("Given the role %(detail)s"),
    ),
    "role_removed": (
        RoleFormatter,
        gettext_lazy("Take a role away"),
        gettext_lazy("No longer has the role %(detail)s"),
    ),
}


def register_actions(actions: LogActionRegistry) -> None:
    """For the hook `register_log_actions`."""
    actions.register_action("skillmate.sign_in")(SignInFormatter)
    for name, (label, message) in PLAIN.items():
        actions.register_action(f"skillmate.{name}", label, message)
    for name, (formatter, label, message) in DETAILED.items():
        actions.register_action(f"skillmate.{name}")(partial(formatter, label, message))
