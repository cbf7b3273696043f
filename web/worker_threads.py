"""Threads of the worker that look every second for something to do.

The clock (`tasks.py`) knows minutes; nobody waits a minute for a letter.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections
from django.dispatch import Signal

logger = logging.getLogger("skillmate.worker")
# With the `name` of a thread and the `error` that nobody expected of it.
failed = Signal()

# Seconds between two looks.
PAUSE = 1.0
# After a failure it looks less and less often; in seconds.
FIRST_PAUSE_AFTER_FAILURE, LONGEST_PAUSE = 5.0, 60.0
# How long a worker that is to stop waits for what is being done, in seconds.
PATIENCE = 15.0

# Does all there is to do. It is given a function that says whether to stop before the next of it.
Work = Callable[[Callable[[], bool]], object]


class WorkerThread(threading.Thread):
    """Never ends by itself: whatever fails is logged, and tried again.

    Of `expected` errors, whose text says all, there is a line without a traceback.
    """

    def __init__(self, name: str, work: Work, *, expected: tuple = ()) -> None:
        super().__init__(name=name, daemon=True)
        self._work, self._expected = work, expected
        self._stop_event = threading.Event()
        self._failures = 0

    def run(self) -> None:
        pause = 0.0
        while not self._stop_event.wait(pause):
            try:
                pause = self._look()
            except BaseException:  # the thread is all there is: nobody would start it again
                logger.exception("%s failed", self.name)
                pause = LONGEST_PAUSE

    def stop(self) -> None:
        """Returns once what is being done is done."""
        self._stop_event.set()
        self.join(PATIENCE)

    def _look(self) -> float:
        """Returns the seconds until the next one."""
        close_old_connections()
        try:
            self._work(self._stop_event.is_set)
        except self._expected as error:
            logger.error("%s: %s", self.name, str(error))
            return self._pause_after_failure()
        except Exception as error:
            logger.exception("%s failed", self.name)
            failed.send_robust(sender=WorkerThread, name=self.name, error=error)
            return self._pause_after_failure()
        finally:
            close_old_connections()
        self._failures = 0
        return PAUSE

    def _pause_after_failure(self) -> float:
        self._failures += 1
        return min(FIRST_PAUSE_AFTER_FAILURE * 2 ** (self._failures - 1), LONGEST_PAUSE)


_registered: dict[str, dict] = {}
_running: list[WorkerThread] = []
_lock = threading.Lock()


def register(name: str, work: Work, *, expected: tuple = ()) -> None:
    """For an app's `tasks.py`, which only the worker reads."""
    _registered[name] = {"work": work, "expected": expected}


def start() -> None:
    """Start them all, once in a process: the worker's own threads each ask for it."""
    with _lock:
        if not _running:
            _running.extend(WorkerThread(name, **values) for name, values in _registered.items())
            for thread in _running:
                thread.start()


def stop() -> None:
    with _lock:
        while _running:
            _running.pop().stop()
