"""What a learner sees of their own courses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from wagtail.models import Page

from courses.models import CatalogueEntry, CurriculumEntry
from courses.models.audience import admissions_of
from web.page_cache.fragments import kept_objects
from web.prepared_query import PreparedQuery

from ..models import Enrollment, LessonCompletion, SavedCourse
from ..models.querysets import State
from ..progress.resume import Bookmarks, minutes_left, resume_lesson
from ..progress.updates import Updates, updates_of


class Step(NamedTuple):
    """A lesson of a live curriculum, as far as lists of courses need it."""

    pk: int
    title: str
    minutes: int | None
    url_path: str

    @property
    def page(self) -> Page:
        return Page(pk=self.pk, url_path=self.url_path)


class Row(NamedTuple):
    """A course of a learner's, and how far they are: `lesson` is where they go on, None where there
    is none, and `minutes_left` counts the lessons not completed. One that is only saved has no
    enrolment."""

    course: CatalogueEntry
    enrollment: Enrollment | None = None
    lesson: Step | None = None
    minutes_left: int = 0
    is_begun: bool = False
    updates: Updates | None = None

    @property
    def is_finished(self) -> bool:
        return bool(self.enrollment) and self.enrollment.is_finished


class Dashboard:
    """A learner's courses, a row for each. The number of queries does not depend on theirs."""

    def __init__(self, request: HttpRequest) -> None:
        self._learner = request.learner
        self._request = request

    @cached_property
    def continuing(self) -> Row | None:
        """The row of the course to go on with, which stands first on its shelf."""
        enrollment = _enrollment_to_continue(self._request)
        rows = (row for row in self._rows if row.enrollment is enrollment)
        return next(rows, None) if enrollment else None

    @property
    def has_courses(self) -> bool:
        return bool(self._courses)

    @property
    def in_progress(self) -> list[Row]:
        return self._rows_in(State.IN_PROGRESS)

    @property
    def not_started(self) -> list[Row]:
        return self._rows_in(State.NOT_STARTED)

    @property
    def finished(self) -> list[Row]:
        return self._rows_in(State.FINISHED)

    @property
    def saved_for_later(self) -> list[Row]:
        """Saved courses that the learner does not take: those stand on the other shelves."""
        return [row for row in self.saved if not row.enrollment]

    @cached_property
    def saved(self) -> list[Row]:
        """Saved courses that are open to the learner, the latest first."""
        rows = {row.course.pk: row for row in self._rows}
        courses = filter(self._is_open, self._courses_of(self._saved_ids))
        return [rows.get(course.pk) or Row(course) for course in courses]

    @cached_property
    def unpublished(self) -> list[CatalogueEntry]:
        """Courses enrolled in that are not published at the moment."""
        courses = self._courses_of(self._learner.enrollments)
        return [course for course in courses if not course.live]

    @property
    def closed_count(self) -> int:
        """How many courses enrolled in are for others now, and not to be named."""
        courses = self._courses_of(self._learner.enrollments)
        return len([course for course in courses if course.live and not self._is_open(course)])

    def _is_open(self, course: CatalogueEntry) -> bool:
        return course.live and _is_admitted(self._request, course.restrictions)

    def _rows_in(self, state: State) -> list[Row]:
        return [row for row in self._rows if row.enrollment.state == state]

    @cached_property
    def _rows(self) -> list[Row]:
        """Of the courses enrolled in that are open, those worked in last first."""
        courses = filter(self._is_open, self._courses_of(self._learner.enrollments))
        bookmarks = Bookmarks.read(self._request, of=self._learner.user)
        rows = [self._row(course, bookmarks) for course in courses]
        return sorted(rows, key=lambda row: bookmarks.opened_at(row.enrollment), reverse=True)

    def _row(self, course: CatalogueEntry, bookmarks: Bookmarks) -> Row:
        enrollment = self._learner.enrollments[course.pk]
        steps = self._steps.get(course.pk, ())
        row = _row(course, enrollment, steps, self._records.completed, bookmarks)
        return row._replace(updates=self._updates.get(course.pk))

    @cached_property
    def _steps(self) -> dict[int, tuple[Step, ...]]:
        return _steps_of(self._request, self._learner.enrollments)

    def _courses_of(self, course_ids: Iterable[int]) -> list[CatalogueEntry]:
        """In their order, without those whose entry is lost: the next night brings it back."""
        return [self._courses[pk] for pk in course_ids if pk in self._courses]

    @cached_property
    def _updates(self) -> dict[int, Updates]:
        return updates_of(self._learner.enrollments.values())

    @property
    def _saved_ids(self) -> list[int]:
        return self._records.saved

    @cached_property
    def _records(self) -> Records:
        return records_of(self._learner.user)

    @cached_property
    def _courses(self) -> dict[int, CatalogueEntry]:
        return _entries_of(self._request, {*self._learner.enrollments, *self._saved_ids})


class Records(NamedTuple):
    """Ids of the courses a learner saved, the latest first, and of the lessons they completed in
    courses they take."""

    saved: list[int]
    completed: frozenset[int]


def _records(learner_id: int) -> QuerySet:
    saved = SavedCourse.objects.filter(library__learner=learner_id).order_by()
    completions = LessonCompletion.objects.filter(
        enrollment__learner=learner_id, enrollment__left_at=None
    )
    rows = completions.values_list(Value("completed"), "lesson", "completed_at", "pk")
    return saved.values_list(Value("saved"), "course", "saved_at", "pk").union(rows, all=True)


RECORDS = PreparedQuery(_records)


def records_of(learner: AbstractBaseUser) -> Records:
    """One query."""
    rows = RECORDS.rows(learner.pk)
    saved = [(saved_at, pk, course_id) for kind, course_id, saved_at, pk in rows if kind == "saved"]
    completed = frozenset(lesson_id for kind, lesson_id, *_rest in rows if kind == "completed")
    return Records([row[-1] for row in sorted(saved, reverse=True)], completed)


def continuing(request: HttpRequest) -> Row | None:
    """What to go on with: the unfinished course worked in last, else the newest enrolment.

    None when every course is finished. Costs a visitor nothing, and a learner two queries.
    """
    enrollment = _enrollment_to_continue(request)
    if enrollment is None:
        return None
    course_id, learner = enrollment.course_id, request.learner
    course = _entries_of(request, [course_id]).get(course_id)
    if course is None:
        return None
    steps = _steps_of(request, [course_id]).get(course_id, ())
    bookmarks = Bookmarks.read(request, of=learner.user)
    return _row(course, enrollment, steps, learner.completed_in(course), bookmarks)


def _row(
    course: CatalogueEntry,
    enrollment: Enrollment,
    steps: Sequence[Step],
    completed: frozenset[int],
    bookmarks: Bookmarks,
) -> Row:
    last_lesson_id = bookmarks.lesson_in(enrollment)
    lesson = resume_lesson(steps, last_lesson_id=last_lesson_id, completed=completed)
    row = Row(course, enrollment, lesson, is_begun=bool(last_lesson_id or enrollment.done))
    if row.is_finished:
        return row._replace(lesson=steps[0] if steps else None)
    return row._replace(minutes_left=minutes_left(steps, completed=completed))


def _entries_of(request: HttpRequest, course_ids: Iterable[int]) -> dict[int, CatalogueEntry]:
    find = CatalogueEntry.objects.for_cards().in_bulk
    return kept_objects(request, "catalogue entry", course_ids, find)


def _steps_of(request: HttpRequest, course_ids: Iterable[int]) -> dict[int, tuple[Step, ...]]:
    return kept_objects(request, "steps", course_ids, _find_steps)


def _find_steps(course_ids: list[int]) -> dict[int, tuple[Step, ...]]:
    entries = CurriculumEntry.objects.filter(
        course__in=course_ids, course__live=True, lesson__live=True
    )
    fields = ("lesson", "lesson__title", "lesson__minutes", "lesson__url_path")
    rows = entries.order_by("course", "position").values_list("course", *fields)
    groups = groupby(rows, key=itemgetter(0))
    found = {pk: tuple(Step(*row[1:]) for row in group) for pk, group in groups}
    return dict.fromkeys(course_ids, ()) | found


def _enrollment_to_continue(request: HttpRequest) -> Enrollment | None:
    learner = request.learner
    unfinished_enrollments = [
        enrollment
        for enrollment in learner.enrollments.values()
        if enrollment.total
        and enrollment.state != State.FINISHED
        and _is_admitted(request, enrollment.restrictions)
    ]
    if not unfinished_enrollments:
        return None
    bookmarks = Bookmarks.read(request, of=learner.user)
    started_enrollments = [
        enrollment
        for enrollment in unfinished_enrollments
        if enrollment.done or bookmarks.lesson_in(enrollment)
    ]
    return max(started_enrollments or unfinished_enrollments, key=bookmarks.opened_at)


def _is_admitted(request: HttpRequest, restrictions: str | None) -> bool:
    return not restrictions or restrictions in admissions_of(request)
