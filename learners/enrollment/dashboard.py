"""What a learner sees of their own courses."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from django.http import HttpRequest

from courses.models import CoursePage, LessonPage

from ..models import Enrollment, LessonCompletion, SavedCourse
from ..models.querysets import State, live_curriculum
from ..progress.resume import Bookmarks, next_up
from ..progress.updates import Updates, updates_of


class Card(NamedTuple):
    course: CoursePage
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
        return self._shelf(State.IN_PROGRESS)

    @property
    def not_started(self) -> list[Card]:
        return self._shelf(State.NOT_STARTED)

    @property
    def finished(self) -> list[Card]:
        return self._shelf(State.FINISHED)

    @cached_property
    def saved(self) -> list[Card]:
        """Saved courses that are published, the latest first."""
        courses = (self._courses[pk] for pk in self._saved_ids)
        enrollments = self._learner.enrollments
        return [Card(each, enrollments.get(each.pk)) for each in courses if each.live]

    @cached_property
    def away(self) -> list[CoursePage]:
        """Courses enrolled in that are not published at the moment."""
        mine = (self._courses[pk] for pk in self._learner.enrollments)
        return [course for course in mine if not course.live]

    def _shelf(self, state: State) -> list[Card]:
        mine = self._learner.enrollments.values()
        cards = [self._card(each) for each in mine if each.state == state]
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
    def _courses(self) -> dict[int, CoursePage]:
        wanted = {*self._learner.enrollments, *self._saved_ids}
        return CoursePage.objects.for_cards().in_bulk(wanted)


def continuing(request: HttpRequest) -> Continuing | None:
    """What to go on with: the unfinished course worked in last, else the newest enrolment.

    None when every course is finished. Costs a visitor nothing, and a learner three queries.
    """
    learner = request.learner
    unfinished = [
        each for each in learner.enrollments.values() if each.total and each.state != State.FINISHED
    ]
    if not unfinished:
        return None
    bookmarks = Bookmarks.read(request, of=learner.user)
    begun = [each for each in unfinished if each.done or bookmarks.lesson_in(each)]
    enrollment = max(begun or unfinished, key=bookmarks.opened_at)
    entries = live_curriculum(enrollment.course_id).select_related("course", "lesson")
    lessons = [entry.lesson for entry in entries.defer("course__curriculum", "lesson__body")]
    completed = LessonCompletion.objects.filter(enrollment=enrollment)
    done = set(completed.values_list("lesson_id", flat=True))
    last = bookmarks.lesson_in(enrollment)
    return Continuing(
        enrollment,
        entries[0].course,
        next_up(lessons, last=last, completed=done),
        sum(each.minutes or 0 for each in lessons if each.pk not in done),
        is_begun=bool(last or done),
    )
