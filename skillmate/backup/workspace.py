"""A folder for what is not finished, of one process at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from .exceptions import BackupRefusal

LOCK = "lock"


@contextmanager
def workspace(path: Path, *, stays_with: str = "") -> Iterator[Path]:
    """`path`, which only its owner can open; it is gone after the block, with all that is in it,
    unless that is a file named `stays_with`.

    A process that is killed leaves it behind, but not the lock in it: the next one takes it over.
    What is there is for the caller to look at and to `clear`. Raises `BackupRefusal` while another
    process has it.
    """
    lock = _take(path)
    try:
        yield path
    finally:
        if not stays_with or not (path / stays_with).exists():
            clear(path)
            (path / LOCK).unlink()
            with suppress(OSError):  # another process has come for it
                path.rmdir()
        lock.close()


def clear(path: Path) -> None:
    """The lock stays."""
    for entry in path.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != LOCK:
            entry.unlink()


def _take(path: Path) -> TextIO:
    while True:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            lock = (path / LOCK).open("a")
        except FileNotFoundError:  # whoever had it took the folder away just now
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise BackupRefusal(
                _("Another backup or restore is at work in “%(folder)s”. Wait until it has ended.")
                % {"folder": path.parent}
            ) from error
        if _is_there(path / LOCK, lock):
            return lock
        lock.close()


def _is_there(path: Path, file: TextIO) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_ino == os.fstat(file.fileno()).st_ino
    return False
