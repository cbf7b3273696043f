"""Parts of pages, and what they are made from, kept in the process until something public changes.

For pages that are of one person, or of one search: most of them is the same for everybody. Kept is
only what is asked for with a version that was read before anything else (`request.site_version`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from .page_store import SizedCache
from .site_version import current_version

T = TypeVar("T")

# Of objects that pages are made from, such as the page of an address: so many, whatever their size.
OBJECTS = 100
# Kept beside the text: its key and its place.
OVERHEAD = 500
# How many things were left out so far of what is being made, as a picture that is not there yet.
_left_out: ContextVar[int] = ContextVar("left_out", default=0)


@cache
def fragments() -> SizedCache[str]:
    return SizedCache(settings.PAGE_CACHE_SIZE // 2)


@cache
def objects() -> SizedCache[object]:
    return SizedCache(OBJECTS, largest_part=1)


def leave_out() -> None:
    """What is being made will be another in a moment: whoever makes it keeps it not."""
    _left_out.set(_left_out.get() + 1)


def read_site_version(request: HttpRequest) -> None:
    """Before a view reads anything: what it makes is of this version, or newer."""
    if settings.PAGE_CACHE_SIZE:
        request.site_version = current_version()


def kept_text(
    request: HttpRequest | None, key: tuple[Hashable, ...], make: Callable[[], str]
) -> str:
    """`make` says the same for all who ask with an equal `key`."""
    return _kept(fragments(), request, key, make, lambda text: len(text) + OVERHEAD)


def kept_object(request: HttpRequest, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """The same object for all threads: whoever gets it changes nothing about it."""
    return _kept(objects(), request, key, make, lambda _value: 1)


def _kept(
    store: SizedCache[T],
    request: HttpRequest | None,
    key: tuple[Hashable, ...],
    make: Callable[[], T],
    size: Callable[[T], int],
) -> T:
    version = getattr(request, "site_version", None)
    if version is None:
        return make()
    # Dates are told as they are where the learner lives.
    full_key = (version, get_language(), get_current_timezone_name(), *key)
    value = store.get(full_key)
    if value is None:
        left_out = _left_out.get()
        value = make()
        if value is not None and _left_out.get() == left_out:
            store.set(full_key, value, size(value))
    return value
