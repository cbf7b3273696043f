"""What `backup` and `restore` say when they come to no end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from .exceptions import BackupRefusal
from .interruption import Interruption

T = TypeVar("T")


class BackupCommand(BaseCommand):
    def carry_out(self, verb: Callable[..., T], *arguments: object) -> T:
        """Raises `CommandError`, or `SystemExit` for a signal, with the code a shell gives it."""
        try:
            return verb(*arguments)
        except BackupRefusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(
                _("%(why)s. Nothing was changed.") % {"why": _words(error)}
            ) from error
        except Interruption as interruption:
            self.stderr.write(_("Ended by %(signal)s.") % {"signal": interruption})
            raise SystemExit(interruption.exit_code) from interruption


def _words(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"“{error.filename}”: {reason}" if error.filename else reason
