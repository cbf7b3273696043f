"""How a course goes, in numbers. Told of the learners enrolled now; who left is only counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from courses.models import CurriculumEntry

from ..models import Enrollment
from ..models.enrollment import percent

WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@dataclass
class Numbers:
    """Of one course. `lessons` counts those published, `percents` adds up what learners see.

    Active is who opened or completed a lesson in that time. `finished` counts those who finished
    once and those who completed every lesson there is now.
    """

    lessons: int = 0
    enrolled: int = 0
    active_week: int = 0
    active_month: int = 0
    finished: int = 0
    percents: int = 0

    @property
    def average(self) -> int | None:
        """Mean progress from 0 to 100, rounded down; None while nobody is enrolled."""
        return self.percents // self.enrolled if self.enrolled else None

    def add(self, *, done: int, is_finished: bool, active: int | None, learners: int) -> None:
        self.enrolled += learners
        self.active_week += learners if active == WEEK.days else 0
        self.active_month += learners if active else 0
        self.finished += learners if is_finished or 0 < self.lessons == done else 0
        self.percents += learners * percent(done, self.lessons, finished=is_finished)


def numbers(courses: Collection[int], *, at: datetime) -> dict[int, Numbers]:
    """By primary key of the course, in two queries for any number of courses and learners."""
    numbers_by_course = {pk: Numbers() for pk in courses}
    lessons = published_lessons(courses).order_by().values_list("course")
    for pk, count in lessons.annotate(Count("pk")):
        numbers_by_course[pk].lessons = count
    for pk, cell in _cells(courses, at):
        numbers_by_course[pk].add(**cell)
    return numbers_by_course


def published_lessons(courses: Collection[int]) -> QuerySet[CurriculumEntry]:
    """What the learners of `courses` work through, in order.

    Unlike learners, teachers are told of it while a course is unpublished, too.
    """
    return CurriculumEntry.objects.filter(course__in=courses, lesson__live=True)


def _cells(courses: Collection[int], at: datetime) -> Iterable[tuple[int, dict]]:
    """Learners counted by all that matters at once: few rows, however many they are."""
    rows = (
        Enrollment.objects.active()
        .filter(course__in=courses)
        .with_done(published_lessons(courses))
        .order_by()
        .values(
            "course_id", "done", is_finished=Q(finished_at__isnull=False), active=_active_days(at)
        )
    )
    for row in rows.annotate(learners=Count("pk")):
        yield row.pop("course_id"), row


def _active_days(at: datetime) -> Case:
    """The shorter of the times in which a learner was active, in days; None for neither.

    Completing a lesson counts as opening it (`progress.py`).
    """
    return Case(
        *(When(last_opened_at__gt=at - period, then=Value(period.days)) for period in (WEEK, MONTH))
    )


@dataclass(frozen=True)
class LessonNumbers:
    """How many of the learners enrolled now completed a lesson."""

    title: str
    section: str
    position: int
    completed: int
    enrolled: int

    @property
    def percent(self) -> int:
        return percent(self.completed, self.enrolled, finished=False)


def lesson_numbers(course: int, *, enrolled: int) -> list[LessonNumbers]:
    """In the order of the curriculum; one query."""
    is_active = Q(lesson__completions__enrollment__left_at=None)
    rows = (
        published_lessons([course])
        .order_by("position")
        .values("section", title=F("lesson__title"))
        .annotate(completed=Count("lesson__completions", filter=is_active))
    )
    return [
        LessonNumbers(**row, position=position, enrolled=enrolled)
        for position, row in enumerate(rows, start=1)
    ]


def left_count(course: int) -> int:
    """How many were enrolled in the course once and are not any more."""
    return Enrollment.objects.filter(course=course, left_at__isnull=False).count()
