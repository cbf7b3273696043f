"""What a learner sees of their own courses."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from django.http import HttpRequest

from courses.models import CatalogueEntry, CoursePage, LessonPage

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
        return continuing(self._request)

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
        """Saved courses that are published, the latest first."""
        courses = (self._courses[pk] for pk in self._saved_ids)
        enrollments = self._learner.enrollments
        return [Card(course, enrollments.get(course.pk)) for course in courses if course.live]

    @cached_property
    def unpublished(self) -> list[CatalogueEntry]:
        """Courses enrolled in that are not published at the moment."""
        courses = (self._courses[pk] for pk in self._learner.enrollments)
        return [course for course in courses if not course.live]

    def _cards_in(self, state: State) -> list[Card]:
        enrollments = self._learner.enrollments.values()
        cards = [self._card(enrollment) for enrollment in enrollments if enrollment.state == state]
        return [card for card in cards if card.course.live]

    def _card(self, enrollment: Enrollment) -> Card:
        pk = enrollment.course_id
        return Card(self._courses[pk], enrollment, self._updates.get(pk))

    @cached_property
    def _updates(self) -> dict[int, Updates]:
        return updates_of(self._learner.enrollments.values())

    @cached_property
    def _saved_ids(self) -> list[int]:
        saved = SavedCourse.objects.filter(library__learner=self._learner.user)
        return list(saved.values_list("course_id", flat=True))

    @cached_property
    def _courses(self) -> dict[int, CatalogueEntry]:
        course_ids = {*self._learner.enrollments, *self._saved_ids}
        return CatalogueEntry.objects.for_cards().in_bulk(course_ids)


def continuing(request: HttpRequest) -> Continuing | None:
    """What to go on with: the unfinished course worked in last, else the newest enrolment.

    None when every course is finished. Costs a visitor nothing, and a learner three queries.
    """
    learner = request.learner
    unfinished_enrollments = [
        enrollment
        for enrollment in learner.enrollments.values()
        if enrollment.total and enrollment.state != State.FINISHED
    ]
    if not unfinished_enrollments:
        return None
    bookmarks = Bookmarks.read(request, of=learner.user)
    started_enrollments = [
        enrollment
        for enrollment in unfinished_enrollments
        if enrollment.done or bookmarks.lesson_in(enrollment)
    ]
    enrollment = max(started_enrollments or unfinished_enrollments, key=bookmarks.opened_at)
    entries = live_curriculum(enrollment.course_id).select_related("course", "lesson")
    lessons = [entry.lesson for entry in entries.defer("course__curriculum", "lesson__body")]
    completions = LessonCompletion.objects.filter(enrollment=enrollment)
    completed_ids = set(completions.values_list("lesson_id", flat=True))
    last_lesson_id = bookmarks.lesson_in(enrollment)
    return Continuing(
        enrollment,
        entries[0].course,
        resume_lesson(lessons, last_lesson_id=last_lesson_id, completed=completed_ids),
        sum(lesson.minutes or 0 for lesson in lessons if lesson.pk not in completed_ids),
        is_begun=bool(last_lesson_id or completed_ids),
    )
