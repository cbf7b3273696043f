"""All checks at once, none of which is waited for longer than a few seconds.

A database that was stopped, or a network disk that is gone, holds whoever asks it for ever, and no
timeout of a driver covers all of them. So each is asked in a thread of its own that nobody has to
wait for. While one hangs, it is not asked again: there is never more than one for each check.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic

from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmate.exception_logging import error_name

from .checks import CHECKS

logger = logging.getLogger("skillmate.readiness")

LIMIT = 3.0
NO_ANSWER = gettext_lazy("It does not answer.")
_running: dict[str, CheckThread] = {}
_lock = Lock()


class CheckThread(Thread):
    def __init__(self, name: str, check: Callable[[], str]) -> None:
        super().__init__(name=f"check-{name}", daemon=True)  # the process may end meanwhile
        self._check = check
        self.problem = str(NO_ANSWER)

    def run(self) -> None:
        try:
            self.problem = self._check()
        except Exception as error:
            self.problem = _("It cannot be asked.")
            logger.warning("%s: %s", self.name, error_name(error))
        finally:
            connections.close_all()


def problems(
    checks: dict[str, Callable[[], str]] | None = None, *, seconds: float | None = None
) -> dict[str, str]:
    """What is missing, by the name of its check; empty where nothing is.

    `seconds` is how long to wait for all of them; None: `LIMIT`.
    """
    checks = CHECKS if checks is None else checks
    deadline = monotonic() + (LIMIT if seconds is None else seconds)
    threads = {name: _start(name, check) for name, check in checks.items()}
    for thread in threads.values():
        thread.join(max(0, deadline - monotonic()))
    return {name: thread.problem for name, thread in threads.items() if thread.problem}


def _start(name: str, check: Callable[[], str]) -> CheckThread:
    """The one that asks at the moment, if there is one."""
    with _lock:
        thread = _running.get(name)
        if thread is None or not thread.is_alive():
            thread = _running[name] = CheckThread(name, check)
            thread.start()
        return thread
