"""Where kept pages lie: in each process, and in a cache that all processes share."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Event, Lock
from typing import Generic, TypeVar

from django.conf import settings
from django.core.cache import caches

from .kept_page import KeptPage

T = TypeVar("T")
# In the shared cache, in seconds. A version that is over is never asked for again.
SHARED_FOR = 3600
# How long who comes second waits for the page that somebody is making, and how often it looks.
PATIENCE, PAUSE = 2.0, 0.02
# A process that ends while it makes a page keeps the others from waiting for so long.
CLAIMED_FOR = 5
# How many paths are remembered of which no page is kept.
UNKEPT_PATHS = 2_000
# No page takes more than this part of the room.
LARGEST_PART = 8


class SizedCache(Generic[T]):
    """The values asked for last, as many as there is `room` for. For all threads of the process.

    One larger than the `largest_part`th of the room is not kept.
    """

    def __init__(self, room: int, *, largest_part: int = LARGEST_PART) -> None:
        self._room = room
        self._largest = room // largest_part
        self._free = room
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def set(self, key: Hashable, value: T, size: int) -> None:
        if size > self._largest:
            return
        with self._lock:
            self._drop(key)
            self._values[key] = (value, size)
            self._free -= size
            while self._free < 0:
                self._drop(next(iter(self._values)))

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._free = self._room

    def _drop(self, key: Hashable) -> None:
        _value, size = self._values.pop(key, (None, 0))
        self._free += size


class Makers:
    """Which pages are being made in this process, so that a page is made by one thread."""

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, key: str) -> Iterator[bool]:
        """True for the first; for the others False, once the first is done or too slow."""
        with self._lock:
            event = self._events.get(key)
            is_first = event is None
            if is_first:
                event = self._events[key] = Event()
        if not is_first:
            event.wait(PATIENCE)
        try:
            yield is_first
        finally:
            if is_first:
                with self._lock:
                    del self._events[key]
                event.set()


_makers = Makers()


@cache
def process_pages() -> SizedCache[KeptPage]:
    return SizedCache(settings.PAGE_CACHE_SIZE)


@cache
def unkept_paths() -> SizedCache[bool]:
    """Whether what was made for a path last was not to be kept, such as a closed lesson."""
    return SizedCache(UNKEPT_PATHS, largest_part=1)


def kept_page(key: str) -> KeptPage | None:
    """From this process alone: it asks nobody."""
    return process_pages().get(key)


def page_made_once(
    key: str, make: Callable[[], KeptPage | None], *, is_shared: bool = True
) -> KeptPage | None:
    """What `make` makes, by one for all who ask at the same time, here and in other processes.

    None where it is not to be kept: then each makes its own. What is not shared is made once in
    each process.
    """
    with _makers.turn(key) as is_first:
        page = kept_page(key)
        if page is None and is_first and is_shared:
            page = _shared_page(key) or _make_and_share(key, make)
        elif page is None:
            page = make()
        if page is not None:
            process_pages().set(key, page, page.size)
        return page


def _make_and_share(key: str, make: Callable[[], KeptPage | None]) -> KeptPage | None:
    shared, claim = caches["pages"], f"{key}-claim"
    is_claimed = shared.add(claim, 1, CLAIMED_FOR)
    if not is_claimed and (page := _page_of_another(key, claim)):
        return page
    try:
        page = make()
        if page is not None:
            shared.set(key, page, SHARED_FOR)
        return page
    finally:
        if is_claimed:
            shared.delete(claim)


def _shared_page(key: str) -> KeptPage | None:
    return caches["pages"].get(key)


def _page_of_another(key: str, claim: str) -> KeptPage | None:
    """What another process is making, if it is done soon. A cache that is away knows no claim."""
    until = time.monotonic() + PATIENCE
    while caches["pages"].get(claim) and time.monotonic() < until:
        time.sleep(PAUSE)
    return _shared_page(key)
