"""What a release would mean for the learners of its course, told before anybody approves it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Q, Value
from django.db.models.expressions import Combinable

from courses.models import CourseRelease, CourseReleaseItem
from courses.release.changes import Changes

from .models import Enrollment

Kind = CourseReleaseItem.Kind


@dataclass(frozen=True)
class Effect:
    """Numbers of learners enrolled now, and of lessons that go.

    Of those who have not finished, `spared` still have a lesson to do that goes, and `finishing`
    would have nothing left to do. `keeping` completed one that goes, finished or not.
    """

    removed: int
    is_told: bool
    enrolled: int
    in_progress: int
    finished: int
    spared: int
    keeping: int
    finishing: int


def effect_of(changes: Changes) -> Effect:
    """One query for all learners, and one for what the open release says to them."""
    live = {pk for pk, page in changes.pages.items() if page.live}
    now = live & set(changes.before.lessons)
    then = {row.page.pk for row in changes.lesson_rows if row.kind != Kind.REMOVED}
    removed = now - then
    enrollments = Enrollment.objects.active().filter(course=changes.course)
    enrollments = enrollments.annotate(
        done_now=_of(now), done_then=_of(then), done_removed=_of(removed)
    )
    finished = Q(finished_at__isnull=False) | Q(done_now=len(now) or None)
    begun = Q(done_now__gt=0) | Q(last_lesson__isnull=False)
    numbers = enrollments.aggregate(
        enrolled=Count("pk"),
        in_progress=Count("pk", filter=begun & ~finished),
        finished=Count("pk", filter=finished),
        spared=Count("pk", filter=Q(done_removed__lt=len(removed)) & ~finished),
        keeping=Count("pk", filter=Q(done_removed__gt=0)),
        finishing=Count("pk", filter=Q(done_then=len(then) or None) & ~finished),
    )
    return Effect(removed=len(removed), is_told=_is_told(changes), **numbers)


def _of(lessons: Collection[int]) -> Combinable:
    """How many of `lessons` a learner has completed."""
    if not lessons:
        return Value(0, output_field=IntegerField())
    return Count("completions", filter=Q(completions__lesson__in=lessons))


def _is_told(changes: Changes) -> bool:
    """Whether learners would see that there is something new."""
    release = changes.course.open_release
    if release and release.change == CourseRelease.Change.CORRECTION:
        return False
    return any(row.kind != Kind.UNCHANGED for row in changes.lesson_rows) or bool(
        release and release.note.strip()
    )
