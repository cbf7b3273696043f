"""The worker's thread for mail: looks every second, so that nobody waits long for a letter."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections

from .delivery import send_due_mail
from .transport import MailServerUnavailable

logger = logging.getLogger("skillmate.mail")

# Seconds between two looks: what a sign-up waits for at most, when mail goes out.
PAUSE = 1.0
# While the mail server is away it is asked less and less often; in seconds.
FIRST_PAUSE_AFTER_FAILURE, LONGEST_PAUSE = 5.0, 60.0
# How long a worker that is to stop waits for the message that is leaving, in seconds.
PATIENCE = 15.0


class MailThread(threading.Thread):
    """Never ends by itself: whatever fails is logged, and tried again."""

    def __init__(self) -> None:
        super().__init__(name="mail", daemon=True)
        self._stop_event = threading.Event()
        self._failures = 0

    def run(self) -> None:
        pause = 0.0
        while not self._stop_event.wait(pause):
            pause = self._look()

    def stop(self) -> None:
        """Returns once the message that is leaving has left."""
        self._stop_event.set()
        self.join(PATIENCE)

    def _look(self) -> float:
        """Returns the seconds until the next one."""
        close_old_connections()
        try:
            send_due_mail(is_stopped=self._stop_event.is_set)
        except MailServerUnavailable as error:
            logger.error("The mail server does not take messages: %s", str(error))
            return self._pause_after_failure()
        except Exception:
            logger.exception("Mail could not be looked after")
            return self._pause_after_failure()
        finally:
            close_old_connections()
        self._failures = 0
        return PAUSE

    def _pause_after_failure(self) -> float:
        self._failures += 1
        return min(FIRST_PAUSE_AFTER_FAILURE * 2 ** (self._failures - 1), LONGEST_PAUSE)


_lock = threading.Lock()
_threads: list[MailThread] = []


def start() -> None:
    """Start the one thread of this process; those who come later find it running."""
    with _lock:
        if not _threads:
            _threads.append(MailThread())
            _threads[0].start()


def stop() -> None:
    with _lock:
        while _threads:
            _threads.pop().stop()
