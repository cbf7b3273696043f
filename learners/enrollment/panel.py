"""What a course page offers the learner: one action, by how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.http import HttpRequest

from courses.models import CoursePage, LessonPage

from ..models import Enrollment
from ..progress.resume import Bookmarks, minutes_left, resume_lesson
from .enrollment import has_record


class Panel:
    """The enrolment panel of `course` for whoever sends `request`."""

    def __init__(self, request: HttpRequest, course: CoursePage) -> None:
        self.course = course
        self._request = request
        self._learner = request.learner

    @property
    def is_visitor(self) -> bool:
        return not self._learner.is_signed_in

    @property
    def enrollment(self) -> Enrollment | None:
        return self._learner.enrollments.get(self.course.pk)

    @cached_property
    def takes_learner(self) -> bool:
        """Whether to offer enrolling. Into an archived course one only returns."""
        if not self.course.archived_at:
            return True
        return not self.is_visitor and has_record(self.course, of=self._learner.user)

    @property
    def is_begun(self) -> bool:
        return bool(self._last_lesson_id or self.enrollment.done)

    @property
    def is_saved(self) -> bool:
        return self._learner.has_saved(self.course)

    @cached_property
    def completed(self) -> frozenset[int]:
        """Ids of the lessons completed."""
        return self._learner.completed_in(self.course) if self.enrollment.done else frozenset()

    @property
    def is_finished(self) -> bool:
        return self.enrollment.is_finished

    @cached_property
    def lesson(self) -> LessonPage | None:
        """Where an enrolled learner goes on; at the beginning, once the course is finished."""
        if self.is_finished:
            return self._lessons[0] if self._lessons else None
        return resume_lesson(
            self._lessons, last_lesson_id=self._last_lesson_id, completed=self.completed
        )

    @property
    def next_lesson_id(self) -> int | None:
        """Where there is something left to do."""
        return self.lesson.pk if self.lesson and self.lesson.pk not in self.completed else None

    @property
    def minutes_left(self) -> int:
        return minutes_left(self._lessons, completed=self.completed)

    @cached_property
    def locked(self) -> LessonPage | None:
        """The lesson that led here because it was not open."""
        slug = self._request.GET.get("locked")
        return next((lesson for lesson in self._lessons if lesson.slug == slug), None)

    @property
    def next_url(self) -> str:
        """Where enrolling or signing in leads: to the lesson wanted, else back here."""
        return (self.locked or self.course).get_url(self._request)

    @property
    def _lessons(self) -> Sequence[LessonPage]:
        return self.course.outline.lessons

    @cached_property
    def _last_lesson_id(self) -> int | None:
        """The lesson opened last, if the course still has it."""
        bookmarks = Bookmarks.read(self._request, of=self._learner.user)
        lesson_id = bookmarks.lesson_in(self.enrollment)
        return lesson_id if lesson_id in {lesson.pk for lesson in self._lessons} else None
