"""A learner who does not exist, for previews: nothing about them is read or written anywhere."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import CoursePage
from courses.models.learner_previews import Mode, PreviewAs

from .learner import Learner
from .models import Enrollment
from .models.querysets import State
from .profiles.profile import Person

STATES = {
    Mode.ENROLLED: State.NOT_STARTED,
    Mode.HALFWAY: State.IN_PROGRESS,
    Mode.FINISHED: State.FINISHED,
}


def use_preview_learner(request: HttpRequest, preview: PreviewAs) -> None:
    """From here on `request` is asked by that learner, whoever really looks."""
    request.learner = PreviewLearner(request, preview)


class PreviewLearner(Learner):
    """Enrolled in the course of `preview` alone, unless they are a visitor."""

    # Messages in the session are for the person who looks; they wait for another page.
    has_session = False

    def __init__(self, request: HttpRequest, preview: PreviewAs) -> None:
        super().__init__(request)
        self._mode = preview.mode
        self._course = preview.course

    @cached_property
    def user(self) -> User | AnonymousUser:
        return AnonymousUser() if self._mode == Mode.VISITOR else User()

    @cached_property
    def person(self) -> Person:
        time_zone = timezone.get_current_timezone_name()
        return Person(name=_("A learner"), time_zone=time_zone, may_administer=False)

    @cached_property
    def enrollments(self) -> dict[int, Enrollment]:
        return {self._course.pk: self._enrollment()} if self.is_signed_in else {}

    def enrollment_in(self, course: CoursePage) -> Enrollment | None:
        return self.enrollments.get(course.pk)

    def completed_in(self, course: CoursePage) -> frozenset[int]:
        return self._completed if self.enrollment_in(course) else frozenset()

    @cached_property
    def _completed(self) -> frozenset[int]:
        lesson_ids = [lesson.pk for lesson in self._course.outline.lessons]
        counts = {
            Mode.ENROLLED: 0,
            Mode.HALFWAY: len(lesson_ids) // 2,
            Mode.FINISHED: len(lesson_ids),
        }
        return frozenset(lesson_ids[: counts[self._mode]])

    def _enrollment(self) -> Enrollment:
        """Never saved. With all that `Learner.enrollments` adds to a real one."""
        now = timezone.now()
        enrollment = Enrollment(course_id=self._course.pk, enrolled_at=now)
        enrollment.done = len(self._completed)
        enrollment.total = self._course.outline.lesson_count
        enrollment.state = STATES[self._mode]
        enrollment.is_saved = False
        if self._mode == Mode.FINISHED:
            enrollment.finished_at = now
        return enrollment
