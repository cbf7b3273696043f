"""Releases of many lessons, which take longer than a request should: the worker publishes them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from ..models.release import CourseRelease, CourseReleaseItem
from .changes import Row

LARGE = 50  # lessons that are published or taken out; each takes about 0.05 s
REMEMBERED = 3600  # seconds
STOPPED = timedelta(minutes=2)  # without any news of it
MARGIN = timedelta(seconds=15)


def is_large(rows: Iterable[Row]) -> bool:
    return sum(row.kind != row.kind.UNCHANGED for row in rows) > LARGE


def was_large(release: CourseRelease) -> bool:
    """The same of a release, once it is made: the course itself apart."""
    lessons = release.items.exclude(page_id=release.course_id)
    return lessons.exclude(kind=CourseReleaseItem.Kind.UNCHANGED).count() > LARGE


def soon() -> datetime:
    """An hour that the worker has not long to wait for, and that no request reaches."""
    return timezone.now() + MARGIN


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
        cache.set(_key(release), (done, total, time.time()), REMEMBERED)


def progress_of(release: CourseRelease) -> tuple[int, int] | None:
    """How many lessons of how many are done. None before it has begun, and when it has stopped."""
    done, total, at = cache.get(_key(release), (0, 0, 0))
    return (done, total) if time.time() - at < STOPPED.total_seconds() else None


def _key(release: CourseRelease) -> str:
    return f"release-progress-{release.pk}"
