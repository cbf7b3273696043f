"""Where the learner stands in a lesson and its course."""

from __future__ import annotations

from functools import cached_property

from courses.models import LessonPage

from ..learner import Learner
from ..models import Enrollment
from ..models.enrollment import percent
from .updates import Updates, updates_in


class LessonState:
    """Counted over the outline the page shows anyway: no query of its own but two."""

    def __init__(self, lesson: LessonPage, learner: Learner) -> None:
        self.lesson = lesson
        self._learner = learner

    @property
    def enrollment(self) -> Enrollment | None:
        """None for those who are not enrolled."""
        return self._learner.enrollment_in(self.lesson.course)

    @cached_property
    def updates(self) -> Updates | None:
        """What is new in the course since the learner looked last."""
        return updates_in(self.lesson.course, self._learner)

    @property
    def opens_all(self) -> bool:
        """Whether every lesson of the course opens: to the enrolled, and to those who edit it.

        Who reads a lesson that is no free preview without being enrolled is one who edits.
        """
        is_open = self.lesson.free_preview and not self.lesson.course.archived_at
        return bool(self.enrollment) or not is_open

    @property
    def completed(self) -> frozenset[int]:
        """Ids of the lessons completed."""
        return self._learner.completed_in(self.lesson.course)

    @property
    def is_completed(self) -> bool:
        return self.lesson.pk in self.completed

    @cached_property
    def done(self) -> int:
        return len(self.completed & {lesson.pk for lesson in self.lesson.course.outline.lessons})

    @property
    def total(self) -> int:
        return self.lesson.course.outline.lesson_count

    @property
    def is_finished(self) -> bool:
        return bool(self.enrollment and self.enrollment.finished_at)

    @property
    def percent(self) -> int:
        return percent(self.done, self.total, finished=self.is_finished)
