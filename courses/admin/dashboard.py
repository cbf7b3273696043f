"""What waits for somebody: the courses they write, and those they review."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, QuerySet
from wagtail.models import TaskState

from ..models import CoursePage, CourseRelease
from ..release.pending_changes import Waiting, waiting

Status = CourseRelease.Status


@dataclass(frozen=True)
class OwnCourse:
    """A course with what waits in it. `release` is its newest, open or not; None before any."""

    course: CoursePage
    waiting: Waiting
    release: CourseRelease | None

    @property
    def is_in_review(self) -> bool:
        return bool(self.release and self.release.is_in_review)

    @property
    def is_scheduled(self) -> bool:
        return bool(self.release and self.release.status == Status.SCHEDULED)

    @property
    def has_changes_requested(self) -> bool:
        return bool(self.release and self.release.status == Status.CHANGES_REQUESTED)

    @property
    def can_be_submitted(self) -> bool:
        is_open = bool(self.release and self.release.is_open)
        return bool(self.waiting.count and not is_open and not self.course.archived_at)


def own_courses(user: AbstractBaseUser, *, limit: int) -> list[OwnCourse]:
    """The courses whose team `user` is on, last edited first; a fixed number of queries."""
    newest = CourseRelease.objects.select_related("reviewed_by").order_by("-submitted_at", "-pk")
    courses = (
        CoursePage.objects.of_team_member(user)
        .defer_streamfields()
        .order_by("-latest_revision_created_at", "-pk")
        .prefetch_related(Prefetch("releases", newest[:1], to_attr="newest"))
    )[:limit]
    counts = waiting(courses)
    return [
        OwnCourse(course, counts[course.pk], next(iter(course.newest), None)) for course in courses
    ]


def releases_to_review(user: AbstractBaseUser) -> QuerySet[CourseRelease]:
    """Releases at a step `user` decides on, those that wait longest first."""
    steps = TaskState.objects.reviewable_by(user)
    releases = CourseRelease.objects.in_review().with_change_count()
    return (
        releases.filter(workflow_state__current_task_state__in=steps.values("pk"))
        .select_related("course", "submitted_by", "workflow_state__current_task_state__task")
        .order_by("submitted_at", "pk")
    )


def course_type() -> ContentType:
    return ContentType.objects.get_for_model(CoursePage)
