"""The verb of the clock for reviews nobody can decide on: whoever is concerned hears of it.

Groups are emptied, accounts switched off, roles taken away in many places: none of them need know
of reviews.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ..models.release import CourseRelease
from . import notifications
from .reviewers import stalled_releases


def notice_stalled_reviews() -> int:
    """Tell teams and editors of reviews that nobody can decide on any more, once for each time.

    Safe to run at any time, and twice. Returns of how many it told.
    """
    stalled = stalled_releases(CourseRelease.objects.all())
    recovered = CourseRelease.objects.exclude(stalled_at=None)
    recovered.exclude(pk__in=[release.pk for release, _refusal in stalled]).update(stalled_at=None)
    return sum(_notice(release, str(refusal)) for release, refusal in stalled)


@transaction.atomic
def _notice(release: CourseRelease, reason: str) -> int:
    unnoticed = CourseRelease.objects.in_review().filter(pk=release.pk, stalled_at=None)
    is_new = unnoticed.update(stalled_at=timezone.now())  # the other worker may have been faster
    if is_new:
        notifications.notify_stalled(release, reason=reason)
    return is_new
