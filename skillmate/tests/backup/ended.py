"""Commands in a process of their own that is ended at a chosen moment."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from types import ModuleType
from typing import NoReturn

from django.db import connection

from .conftest import run

FAILED = 99
Moment = tuple[ModuleType, str, int]  # before the n-th call of a function of this module


def exit_code(moment: Moment, number: int, *command: object) -> int:
    """As shells say it, of `command` that gets the signal `number` at that moment."""
    with started(moment, *command) as process:
        os.kill(process, number)
    return code_of(process)


@contextmanager
def started(moment: Moment | None, *command: object) -> Iterator[int]:
    """The process, from that moment on, where it waits until the end of the block; None: at once,
    and it does not wait."""
    connection.close()
    (here, there), (its_here, its_there) = os.pipe(), os.pipe()
    process = os.fork()
    if not process:
        os.close(its_there)
        _carry_out(moment and (*moment, there, its_here), command)
    os.close(there)
    os.close(its_here)
    try:
        assert moment is None or os.read(here, 1), "It ended before that moment"
        yield process
    finally:
        os.close(here)
        os.close(its_there)


def code_of(process: int) -> int:
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return 128 - code if code < 0 else code


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _carry_out(pause: tuple | None, command: tuple) -> NoReturn:
    try:
        if pause:
            _pause(*pause)
        run(*command)
    except SystemExit as end:
        os._exit(end.code)
    except BaseException:
        os._exit(FAILED)
    os._exit(0)


def _pause(module: ModuleType, name: str, number: int, writer: int, reader: int) -> None:
    original, calls = getattr(module, name), count(1)

    def pausing(*args, **kwargs):
        if next(calls) == number:
            os.write(writer, b".")
            os.read(reader, 1)
        return original(*args, **kwargs)

    setattr(module, name, pausing)
