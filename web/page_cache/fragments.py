"""Parts of pages, and what they are made from, kept in the process until something public changes.

For pages that are of one person, or of one search: most of them is the same for everybody. Kept is
only what is asked for with a version that was read before anything else (`request.site_version`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable
from contextvars import ContextVar
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from ..outages import outage_of
from .page_store import SizedCache
from .site_version import current_version

T = TypeVar("T")

# Of objects that pages are made from, such as the page of an address: so many, whatever their size.
OBJECTS = 100
# Of small ones, such as what a list says of a course.
SMALL_OBJECTS = 2_000
# Bytes beside a text and its key.
OVERHEAD = 300
# How many things were left out so far of what is being made, as a picture that is not there yet.
_left_out: ContextVar[int] = ContextVar("left_out", default=0)


@cache
def fragments() -> SizedCache[str]:
    return SizedCache(settings.PAGE_CACHE_SIZE // 2)


@cache
def objects() -> SizedCache[object]:
    return SizedCache(OBJECTS, largest_part=1)


@cache
def small_objects() -> SizedCache[object]:
    return SizedCache(SMALL_OBJECTS, largest_part=1)


def leave_out() -> None:
    """What is being made will be another in a moment: whoever makes it keeps it not."""
    _left_out.set(_left_out.get() + 1)


def read_site_version(request: HttpRequest) -> None:
    """Before a view reads anything: what it makes is of this version, or newer.

    Without the table of changes, as before a migration or after its way back, nothing is kept.
    """
    if not settings.PAGE_CACHE_SIZE:
        return
    try:
        request.site_version = current_version()
    except DatabaseError as error:
        if outage_of(error):
            raise
        connection.has_site_changes = False


def keep_nothing(request: HttpRequest) -> None:
    """For what anybody can ask for in endless forms, such as pages that do not exist: it would push
    out what others ask for."""
    vars(request).pop("site_version", None)
    vars(request).pop("public_page_parameters", None)


def kept_text(
    request: HttpRequest | None, key: tuple[Hashable, ...], make: Callable[[], str]
) -> str:
    """`make` says the same for all who ask with an equal `key`."""
    return _kept(fragments(), request, key, make, lambda text: _size(text, key))


def kept_object(request: HttpRequest | None, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """The same object for all threads: whoever gets it changes nothing about it."""
    return _kept(objects(), request, key, make, lambda _value: 1)


def kept_for_now(
    request: HttpRequest | None, key: tuple[Hashable, ...], make: Callable[[], T]
) -> T:
    """As `kept_object`, also on pages of which nothing else is kept: where the request knows no
    version, one is read now, once a request. `make` uses nothing that was read before."""
    if not settings.PAGE_CACHE_SIZE or hasattr(request, "site_version"):
        return kept_object(request, key, make)
    version = getattr(request, "late_version", None)
    if version is None:
        version = HttpRequest()
        version.META = {"HTTP_HOST": request and request.META.get("HTTP_HOST")}
        read_site_version(version)
        if request is not None:
            request.late_version = version
    return kept_object(version, key, make)


def kept_objects(
    request: HttpRequest, name: str, ids: Iterable[int], make: Callable[[list[int]], dict[int, T]]
) -> dict[int, T]:
    """Small objects by id, each the same for all. `make` is asked for those not kept."""
    store, version = small_objects(), getattr(request, "site_version", None)
    kept = {pk: version and store.get((version, name, pk)) for pk in ids}
    missing = [pk for pk, value in kept.items() if value is None]
    made = make(missing) if missing else {}
    for pk, value in made.items() if version else ():
        store.set((version, name, pk), value, 1)
    found = {pk: made.get(pk) if value is None else value for pk, value in kept.items()}
    return {pk: value for pk, value in found.items() if value is not None}


def _size(text: str, key: tuple[Hashable, ...]) -> int:
    """In bytes: one letter beyond the usual makes all of a text wider."""
    return sys.getsizeof(text) + len(repr(key)) + OVERHEAD


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
    # Dates are told as they are where the learner lives, addresses as seen from this host.
    host = request.META.get("HTTP_HOST")
    full_key = (version, host, get_language(), get_current_timezone_name(), *key)
    value = store.get(full_key)
    if value is None:
        left_out = _left_out.get()
        value = make()
        if value is not None and _left_out.get() == left_out:
            store.set(full_key, value, size(value))
    return value
