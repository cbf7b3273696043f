"""Releases of many lessons, which take longer than a request should: the worker publishes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from ..models.release import CourseRelease
from .changes import Row

LARGE = 50  # lessons that are published or taken out; each takes about 0.05 s
REMEMBERED = 3600  # seconds


def is_large(rows: Iterable[Row]) -> bool:
    return sum(row.kind != row.kind.UNCHANGED for row in rows) > LARGE


def soon() -> datetime:
    """An hour for which the worker does not wait."""
    return timezone.now() + timedelta(seconds=1)


def is_being_published(release: CourseRelease) -> bool:
    """Whether its hour is now: the worker is at it, or looks within a minute."""
    return (
        release.status == CourseRelease.Status.SCHEDULED
        and release.go_live_at is not None
        and release.go_live_at <= soon()
    )


def set_progress(release: CourseRelease, done: int, total: int) -> None:
    """For the page that waits, which cannot look into the transaction."""
    if total > LARGE:
        cache.set(_key(release), (done, total), REMEMBERED)


def progress_of(release: CourseRelease) -> tuple[int, int] | None:
    """How many lessons of how many are done. None before it has begun."""
    return cache.get(_key(release))


def _key(release: CourseRelease) -> str:
    return f"release-progress-{release.pk}"
