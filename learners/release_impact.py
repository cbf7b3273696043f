"""What a release would mean for the learners of its course, told before anybody approves it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Q, Value
from django.db.models.expressions import Combinable

from courses.models import CoursePage, CourseRelease, CourseReleaseItem
from courses.release.changes import Changes

from .models import Enrollment
from .models.querysets import State

Kind = CourseReleaseItem.Kind


@dataclass(frozen=True)
class Effect:
    """Numbers of learners enrolled now, and of lessons that go.

    Of those who have not finished, `removed_unfinished` still have a lesson to do that goes, and
    `finishing` would have nothing left to do. `removed_completed` completed one that goes, finished
    or not.
    """

    removed: int
    has_news: bool
    enrolled: int
    in_progress: int
    finished: int
    removed_unfinished: int
    removed_completed: int
    finishing: int


def effect_of(changes: Changes) -> Effect:
    """One query for all learners, and one for what the open release says to them."""
    live_ids = {pk for pk, page in changes.pages.items() if page.live}
    current_ids = live_ids & set(changes.before.lessons)
    released_ids = {row.page.pk for row in changes.lesson_rows if row.kind != Kind.REMOVED}
    removed_ids = current_ids - released_ids
    enrollments = Enrollment.objects.active().filter(course=changes.course)
    enrollments = enrollments.annotate(
        done_now=_completed_count(current_ids),
        done_then=_completed_count(released_ids),
        done_removed=_completed_count(removed_ids),
    )
    is_finished = Q(finished_at__isnull=False) | Q(done_now=len(current_ids) or None)
    is_begun = Q(done_now__gt=0) | Q(last_lesson__isnull=False)
    counts = enrollments.aggregate(
        enrolled=Count("pk"),
        in_progress=Count("pk", filter=is_begun & ~is_finished),
        finished=Count("pk", filter=is_finished),
        removed_unfinished=Count("pk", filter=Q(done_removed__lt=len(removed_ids)) & ~is_finished),
        removed_completed=Count("pk", filter=Q(done_removed__gt=0)),
        finishing=Count("pk", filter=Q(done_then=len(released_ids) or None) & ~is_finished),
    )
    return Effect(removed=len(removed_ids), has_news=_has_news(changes), **counts)


@dataclass(frozen=True)
class LearnerCounts:
    """Of those enrolled now. Who has not begun is in neither of the other two."""

    enrolled: int
    in_progress: int
    finished: int


def learner_counts(course: CoursePage) -> LearnerCounts:
    """Who would lose `course` if it were taken offline. One query."""
    states = Enrollment.objects.active().filter(course=course).with_progress()
    counts = states.aggregate(
        enrolled=Count("pk"),
        in_progress=Count("pk", filter=Q(state=State.IN_PROGRESS)),
        finished=Count("pk", filter=Q(state=State.FINISHED)),
    )
    return LearnerCounts(**counts)


def _completed_count(lessons: Collection[int]) -> Combinable:
    """How many of `lessons` a learner has completed."""
    if not lessons:
        return Value(0, output_field=IntegerField())
    return Count("completions", filter=Q(completions__lesson__in=lessons))


def _has_news(changes: Changes) -> bool:
    """Whether learners would see that there is something new."""
    release = changes.course.open_release
    if release and release.change == CourseRelease.Change.CORRECTION:
        return False
    return any(row.kind != Kind.UNCHANGED for row in changes.lesson_rows) or bool(
        release and release.note.strip()
    )
