"""Cached values in files, with counters that can be trusted."""

from __future__ import annotations

import math
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
        self._createdir()
        with Path(self._dir, "lock").open("ab") as lock_file:
            locks.lock(lock_file, locks.LOCK_EX)
            try:
                yield
            finally:
                locks.unlock(lock_file)

    def get(self, key, default=None, version=None):
        try:
            return super().get(key, default, version)
        except OSError:
            raise
        except Exception as error:  # pickle raises whatever torn bytes make it stumble over
            raise UnreadableValueError(key) from error

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with self._locked():
            return super().add(key, value, timeout, version)

    def incr(self, key, delta=1, version=None):
        """Keeps when the value expires. Raises ValueError where there is none."""
        with self._locked():
            value = self.get(key, version=version)
            if value is None:
                raise ValueError(f"There is no cached value {key!r}.")
            self.set(key, value + delta, self._seconds_left(key, version), version)
        return value + delta

    def _seconds_left(self, key: str, version: int | None) -> float | None:
        """None: it never expires. 0: it just did."""
        expiry = _expiry(self._key_to_file(key, version))
        return None if expiry == math.inf else max(expiry - time.time(), 0)

    def _is_expired(self, f) -> bool:
        try:
            return super()._is_expired(f)
        except OSError:
            raise
        except Exception:  # torn before its end is told: it makes room for another
            self._delete(f.name)
            return True

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
    """The moment an entry expires, in seconds since 1970. 0 where there is no entry any more."""
    try:
        with Path(file).open("rb") as entry:
            expiry = pickle.load(entry)  # noqa: S301  (the cache's own file and folder)
    except Exception:  # torn, or of a disk that does not read: the first to go
        return 0
    return math.inf if expiry is None else expiry


class FileCache(FaultTolerantCache):
    """Where its folder is missing, full or not to be written, the site goes on without it."""

    backend_class = CountingFileCache
    failures = (OSError,)
