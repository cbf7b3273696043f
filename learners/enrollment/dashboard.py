"""What a learner sees of their own courses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet, Value
from django.http import HttpRequest

from courses.models import CatalogueEntry, CoursePage, LessonPage
from courses.models.audience import admissions_of
from web.page_cache.fragments import kept_object, kept_objects
from web.prepared_query import PreparedQuery

from ..models import Enrollment, LessonCompletion, SavedCourse
from ..models.querysets import State, live_curriculum
from ..progress.resume import Bookmarks, resume_lesson
from ..progress.updates import Updates, updates_of


class Card(NamedTuple):
    course: CatalogueEntry
    enrollment: Enrollment | None
    updates: Updates | None = None


class Continuing(NamedTuple):
    """The one course to go on with. `minutes_left` counts the lessons not completed."""

    enrollment: Enrollment
    course: CoursePage
    lesson: LessonPage
    minutes_left: int
    is_begun: bool


class Dashboard:
    """A learner's courses on their shelves. The number of queries does not depend on theirs."""

    def __init__(self, request: HttpRequest) -> None:
        self._learner = request.learner
        self._request = request

    @cached_property
    def continuing(self) -> Continuing | None:
        return continuing(self._request, self._records)

    @property
    def has_courses(self) -> bool:
        return bool(self._courses)

    @property
    def in_progress(self) -> list[Card]:
        return self._cards_in(State.IN_PROGRESS)

    @property
    def not_started(self) -> list[Card]:
        return self._cards_in(State.NOT_STARTED)

    @property
    def finished(self) -> list[Card]:
        return self._cards_in(State.FINISHED)

    @cached_property
    def saved(self) -> list[Card]:
        """Saved courses that are open to the learner, the latest first."""
        enrollments = self._learner.enrollments
        courses = filter(self._is_open, self._courses_of(self._saved_ids))
        return [Card(course, enrollments.get(course.pk)) for course in courses]

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

    def _cards_in(self, state: State) -> list[Card]:
        cards = map(self._card, self._courses_of(self._learner.enrollments))
        return [
            card for card in cards if self._is_open(card.course) and card.enrollment.state == state
        ]

    def _card(self, course: CatalogueEntry) -> Card:
        enrollment = self._learner.enrollments[course.pk]
        return Card(course, enrollment, self._updates.get(course.pk))

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
        return records_of(self._learner.user, _enrollment_to_continue(self._request))

    @cached_property
    def _courses(self) -> dict[int, CatalogueEntry]:
        course_ids = {*self._learner.enrollments, *self._saved_ids}
        find = CatalogueEntry.objects.for_cards().in_bulk
        return kept_objects(self._request, "catalogue entry", course_ids, find)


class Records(NamedTuple):
    """Ids of the courses a learner saved, the latest first, and of the lessons they completed in
    `enrollment`, the one to continue, if there is one."""

    enrollment: Enrollment | None
    saved: list[int]
    completed: frozenset[int]


def _records(learner_id: int, enrollment_id: int) -> QuerySet:
    saved = SavedCourse.objects.filter(library__learner=learner_id).order_by()
    completions = LessonCompletion.objects.filter(enrollment=enrollment_id)
    rows = completions.values_list(Value("completed"), "lesson", "completed_at", "pk")
    return saved.values_list(Value("saved"), "course", "saved_at", "pk").union(rows, all=True)


RECORDS = PreparedQuery(_records)


def records_of(learner: AbstractBaseUser, enrollment: Enrollment | None) -> Records:
    """Of lessons those of `enrollment`, none without one. One query."""
    rows = RECORDS.rows(learner.pk, enrollment.pk if enrollment else 0)
    saved = [(saved_at, pk, course_id) for kind, course_id, saved_at, pk in rows if kind == "saved"]
    completed = frozenset(lesson_id for kind, lesson_id, *_rest in rows if kind == "completed")
    return Records(enrollment, [row[-1] for row in sorted(saved, reverse=True)], completed)


class Curriculum(NamedTuple):
    course: CoursePage
    lessons: list[LessonPage]

    @classmethod
    def of(cls, course_id: int) -> Curriculum:
        entries = live_curriculum(course_id).select_related("course", "lesson")
        entries = list(entries.defer("course__curriculum", "lesson__body"))
        return cls(entries[0].course, [entry.lesson for entry in entries])


def continuing(request: HttpRequest, records: Records | None = None) -> Continuing | None:
    """What to go on with: the unfinished course worked in last, else the newest enrolment.

    None when every course is finished. Costs a visitor nothing, and a learner two queries; one,
    where `records` are at hand.
    """
    enrollment = records.enrollment if records else _enrollment_to_continue(request)
    if enrollment is None:
        return None
    completed_ids = (records or records_of(request.learner.user, enrollment)).completed
    course_id = enrollment.course_id
    curriculum = kept_object(request, ("curriculum", course_id), lambda: Curriculum.of(course_id))
    last_lesson_id = Bookmarks.read(request, of=request.learner.user).lesson_in(enrollment)
    lessons = curriculum.lessons
    return Continuing(
        enrollment,
        curriculum.course,
        resume_lesson(lessons, last_lesson_id=last_lesson_id, completed=completed_ids),
        sum(lesson.minutes or 0 for lesson in lessons if lesson.pk not in completed_ids),
        is_begun=bool(last_lesson_id or completed_ids),
    )


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
