"""`request.learner`: the person on the other side, asked for only when needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from courses.models import CoursePage, LessonPage
from web.prepared_query import PreparedQuery
from web.visitors import has_session

from .models import Enrollment, SavedCourse, WatchPosition
from .profiles.profile import Person, person


def _enrollments(learner_id: int) -> QuerySet[Enrollment]:
    enrollments = Enrollment.objects.filter(learner=learner_id)
    return enrollments.active().with_progress().with_saved().with_news().with_restrictions()


def _course_record(learner_id: int, course_id: int) -> QuerySet[Enrollment]:
    """A row for each lesson completed, each with the enrolment: one query for both."""
    enrollments = Enrollment.objects.filter(learner=learner_id, course=course_id)
    return enrollments.active().with_news().annotate(completed=F("completions__lesson"))


# What nearly every page of a learner asks.
ENROLLMENTS = PreparedQuery(_enrollments)
COURSE_RECORD = PreparedQuery(_course_record)


class Learner:
    """What pages ask about the person they are shown to.

    A visitor without a session cookie costs no query and leaves the session untouched, so that
    public pages can be cached whole. Everything else is asked once.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._course_records: dict[int, tuple[Enrollment | None, frozenset[int]]] = {}
        self._watch_positions: dict[int, dict[int, WatchPosition]] = {}

    @property
    def has_session(self) -> bool:
        return has_session(self._request)

    @cached_property
    def user(self) -> AbstractBaseUser | AnonymousUser:
        return self._request.user if self.has_session else AnonymousUser()

    @property
    def is_signed_in(self) -> bool:
        return self.user.is_authenticated

    @property
    def is_known_to_be_signed_in(self) -> bool:
        """Whether this page has looked at who is signed in, and somebody is. Costs nothing."""
        return "user" in self.__dict__ and self.is_signed_in

    @cached_property
    def person(self) -> Person:
        """Name, time zone and rights in one query. Only for people signed in."""
        return person(self.user)

    @cached_property
    def enrollments(self) -> dict[int, Enrollment]:
        """Active enrolments with their progress, by course id. One query, none for a visitor."""
        if not self.is_signed_in:
            return {}
        enrollments = ENROLLMENTS.objects(self.user.pk)
        return {enrollment.course_id: enrollment for enrollment in enrollments}

    def enrollment_in(self, course: CoursePage) -> Enrollment | None:
        """The active enrolment in `course`, with no progress promised."""
        if "enrollments" in self.__dict__ or not self.is_signed_in:
            return self.enrollments.get(course.pk)
        return self._course_record(course)[0]

    def completed_in(self, course: CoursePage) -> frozenset[int]:
        """Ids of the lessons of `course` completed, in the live curriculum or no longer."""
        return self._course_record(course)[1] if self.enrollment_in(course) else frozenset()

    def _course_record(self, course: CoursePage) -> tuple[Enrollment | None, frozenset[int]]:
        if course.pk not in self._course_records:
            rows = COURSE_RECORD.objects(self.user.pk, course.pk)
            completed = frozenset(row.completed for row in rows if row.completed)
            self._course_records[course.pk] = (rows[0] if rows else None, completed)
        return self._course_records[course.pk]

    def watch_positions_in(self, lesson: LessonPage) -> dict[int, WatchPosition]:
        """Where they are in the videos of `lesson`, by the video's id. Asked once a lesson."""
        if lesson.pk not in self._watch_positions:
            enrollment = self.enrollment_in(lesson.course)
            queryset = WatchPosition.objects.filter(enrollment=enrollment, lesson=lesson)
            positions = {position.video_id: position for position in queryset} if enrollment else {}
            self._watch_positions[lesson.pk] = positions
        return self._watch_positions[lesson.pk]

    def has_saved(self, course: CoursePage) -> bool:
        if not self.is_signed_in:
            return False
        if enrollment := self.enrollments.get(course.pk):
            return enrollment.is_saved
        return SavedCourse.objects.filter(library__learner=self.user, course=course).exists()


class LearnerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.learner = Learner(request)
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        # A page depends on who asks even where nobody looked at the session; a file for all does
        # not, and says so.
        if "public" not in response.get("Cache-Control", ""):
            patch_vary_headers(response, ["Cookie"])
        if request.learner.is_known_to_be_signed_in and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        """Tells times of day as they are where the learner lives.

        Pages about to be rendered show the account menu, which needs the same query. The editor's
        pages come rendered, in the time zone chosen there.
        """
        if not response.is_rendered and request.learner.is_signed_in:
            timezone.activate(request.learner.person.time_zone)
        return response
