"""Cached values in files, with counters that can be trusted."""

from __future__ import annotations

import math
import os
import pickle
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks

from .exceptions import UnreadableValueError
from .fault_tolerant import FaultTolerantCache


class CountingFileCache(FileBasedCache):
    """Django's own, but `add` and `incr` are one step for all threads and processes.

    Rate limits count with them: with Django's, whoever asks twelve times at once is counted once,
    and a counter for an hour is forgotten after five minutes, as `incr` stores it afresh. And where
    there are too many entries, what is over goes first, and then what is over soonest: Django's
    takes any third, so that a flood of counters for a minute makes it forget those for an hour.
    """

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock_file() as lock_file:
            locks.lock(lock_file, locks.LOCK_EX)
            try:
                yield
            finally:
                locks.unlock(lock_file)

    def _lock_file(self) -> BinaryIO:
        file = Path(self._dir, "lock")
        try:
            return file.open("ab")
        except FileNotFoundError:
            self._createdir()
            return file.open("ab")

    def get(self, key, default=None, version=None):
        try:
            return super().get(key, default, version)
        except OSError:
            raise
        except Exception as error:  # torn bytes make it stumble over anything
            raise UnreadableValueError(key) from error

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        # As nearly always it is there: then it is left alone, and nobody has to wait.
        if _expiry(self._key_to_file(key, version)) > time.time():
            return False
        with self._locked():
            return super().add(key, value, timeout, version)

    def incr(self, key, delta=1, version=None):
        """Keeps when the value expires. Raises ValueError where there is none."""
        with self._locked():
            value = self.get(key, version=version)
            if value is None:
                raise ValueError(f"There is no cached value {key!r}.")
            self._replace(self._key_to_file(key, version), value + delta)
        return value + delta

    def _replace(self, file: str, value: object) -> None:
        """In place of an entry that is there, so that none has to make room. All of it at once.

        Whoever holds the lock is alone with the file that it is written to first.
        """
        expiry = _expiry(file)
        entry = pickle.dumps(None if expiry == math.inf else expiry)
        new_file = Path(self._dir, "new")
        try:
            new_file.write_bytes(entry + zlib.compress(pickle.dumps(value)))
            new_file.replace(file)
        except BaseException:
            new_file.unlink(missing_ok=True)
            raise

    def _is_expired(self, f: BinaryIO) -> bool:
        is_expired = _read_expiry(f) < time.time()
        if is_expired:
            with suppress(OSError):  # it is a miss also where it cannot be tidied up
                self._delete(f.name)
        return is_expired

    def _delete(self, fname: str) -> bool:
        """Raises OSError where Django's takes what it cannot look at for nothing."""
        try:
            Path(fname).unlink()
        except FileNotFoundError:
            return False
        return True

    def _list_cache_files(self) -> list[str]:
        """The same: of a folder that cannot be read, Django's knows no entries. As text: a path for
        each of thousands, at each writing, takes ten times as long."""
        try:
            names = os.listdir(self._dir)
        except FileNotFoundError:
            return []
        return [f"{self._dir}/{name}" for name in names if name.endswith(self.cache_suffix)]

    def _cull(self) -> None:
        expiries = {file: _expiry(file) for file in self._files_to_cull()}
        minimum, now = len(expiries) // self._cull_frequency, time.time()
        for number, file in enumerate(sorted(expiries, key=expiries.get)):
            if number >= minimum and expiries[file] > now:
                break
            self._delete(file)

    def _files_to_cull(self) -> list[str]:
        """All entries, if there is no room for another."""
        files = self._list_cache_files()
        return files if len(files) >= self._max_entries else []


def _expiry(file: str) -> float:
    """The moment an entry expires, in seconds since 1970. 0 where there is none to be read."""
    try:
        with Path(file).open("rb") as entry:
            return _read_expiry(entry)
    except OSError:
        return 0


def _read_expiry(entry: BinaryIO) -> float:
    """0 where it is torn, so that it makes room for another. Raises OSError."""
    try:
        expiry = pickle.load(entry)  # noqa: S301  (the cache's own file and folder)
        return math.inf if expiry is None else float(expiry)
    except OSError:
        raise
    except Exception:  # torn bytes make it stumble over anything
        return 0


class FileCache(FaultTolerantCache):
    """Where its folder is missing, full or not to be written, the site goes on without it."""

    backend_class = CountingFileCache
    failures = (OSError,)
