"""What has just failed is left alone for a while, and asked again by one caller at a time."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from threading import Lock

logger = logging.getLogger("web.cache")

RETRY_SECONDS = 5.0
LOG_SECONDS = 60.0


class CircuitBreaker:
    """Of one cache in one process, for all its threads. `uses` of it ("read", "write") fail and
    recover each by itself: a full disk can still be read.

    `unsettled` are keys, by prefix, whose last change did not reach the cache; there is an old
    value to be taken away before anybody reads it. None among them: all of the cache.
    """

    MOST_UNSETTLED = 10_000

    def __init__(self, name: str) -> None:
        self.name = name
        self._retry_at: dict[str, float] = {}
        self._logged_at: float | None = None
        self._lock = Lock()
        self._unsettled: dict[str, set] = defaultdict(set)

    def allows(self, use: str) -> bool:
        """Whether to try it now. One caller may, every `RETRY_SECONDS` after a failure."""
        if use not in self._retry_at:
            return True
        with self._lock:
            now = time.monotonic()
            if self._retry_at.get(use, now) > now:
                return False
            self._retry_at[use] = now + RETRY_SECONDS
            return True

    def fail(self, uses: Iterable[str], error: Exception) -> None:
        with self._lock:
            now = time.monotonic()
            self._retry_at |= dict.fromkeys(uses, now + RETRY_SECONDS)
            if self._logged_at is not None and now - self._logged_at < LOG_SECONDS:
                return
            self._logged_at = now
        message = "The cache at %s failed. The site goes on without it."
        logger.error(message, self.name, exc_info=error)

    def succeed(self, use: str) -> None:
        if use not in self._retry_at:
            return
        with self._lock:
            self._retry_at.pop(use, None)
            is_whole = not self._retry_at
        if is_whole:
            logger.warning("The cache at %s works again.", self.name)

    def remember_unsettled(self, prefix: str, keys: Iterable[object]) -> None:
        with self._lock:
            unsettled = self._unsettled[prefix]
            unsettled.update(keys)
            if len(unsettled) > self.MOST_UNSETTLED:
                self._unsettled[prefix] = {None}

    def unsettled(self, prefix: str) -> set:
        with self._lock:
            return set(self._unsettled.get(prefix, ()))

    def settle(self, prefix: str, keys: set) -> None:
        with self._lock:
            self._unsettled[prefix] -= keys


@cache
def breaker_of(name: str) -> CircuitBreaker:
    """The one of this process for the cache at `name`, a folder or the host of a server."""
    return CircuitBreaker(name)
