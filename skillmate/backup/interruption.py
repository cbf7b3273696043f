"""Signals that end a process, as an exception: what was begun is put back first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Interruption(BaseException):
    """No `Exception`: nobody who expects errors is to take it for one."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number  # as shells say it


@contextmanager
def interruptible() -> Iterator[None]:
    """Raises `Interruption` in the block for the first of these signals; the others are ignored
    then, so that nobody who presses a key twice ends the tidying up.

    A signal that is ignored already, as by `nohup`, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is told of signals
        return
    before = {number: signal.getsignal(number) for number in ENDING}
    try:
        for number in ENDING:
            if before[number] is not signal.SIG_IGN:
                signal.signal(number, _interrupt)
        yield
    finally:
        for number in ENDING:
            signal.signal(number, before[number] or signal.SIG_DFL)


def go_on() -> None:
    """Until the end of the block these signals are ignored: it is too late to put all back."""
    if threading.current_thread() is threading.main_thread():
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    go_on()
    raise Interruption(number)
