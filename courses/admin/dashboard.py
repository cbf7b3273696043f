"""What waits for somebody: the courses they write, and those they review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Min, Prefetch, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page, TaskState

from ..models import CoursePage, CourseRelease, CourseReviewTask, LessonPage
from ..models.permission_testers import may_publish, publishable_pages
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


@dataclass(frozen=True)
class DraftedCourse:
    """A course whose drafts nobody has submitted."""

    course: CoursePage
    waiting: Waiting


def may_review(user: AbstractBaseUser) -> bool:
    """Whether releases are theirs to decide on: of some course, at some step."""
    tasks = CourseReviewTask.objects.filter(active=True, groups__user=user)
    return may_publish(user) or tasks.exists()


def last_decision(user: AbstractBaseUser) -> CourseRelease | None:
    """What was last approved, or sent back, of the courses `user` may edit."""
    releases = CourseRelease.objects.for_user(user).exclude(reviewed_at=None)
    return releases.select_related("course", "reviewed_by").order_by("-reviewed_at").first()


def scheduled_releases(user: AbstractBaseUser) -> QuerySet[CourseRelease]:
    """What goes live by itself, next first. Those that failed at their hour are told elsewhere."""
    releases = CourseRelease.objects.for_user(user, action="publish")
    scheduled = releases.filter(status=Status.SCHEDULED, failure="").select_related("course")
    return scheduled.order_by("go_live_at", "pk")


def last_releases(user: AbstractBaseUser) -> QuerySet[CourseRelease]:
    releases = CourseRelease.objects.for_user(user, action="publish").published()
    return releases.select_related("course", "reviewed_by").order_by("-published_at", "-pk")


def drafted_courses(user: AbstractBaseUser, *, limit: int) -> list[DraftedCourse]:
    """Courses `user` may publish with drafts that are not submitted, those that wait longest
    first. A fixed number of queries; `limit` is that of courses read, some of which are left out:
    lessons that stand in no curriculum are no change."""
    courses = (
        CoursePage.objects.filter(path__in=_drafted_paths(limit), archived_at=None)
        .filter(pk__in=publishable_pages(user).values("pk"))
        .exclude(releases__status__in=CourseRelease.OPEN)
        .defer_streamfields()
    )
    counts = waiting(courses)
    rows = [DraftedCourse(course, counts[course.pk]) for course in courses]
    rows = [row for row in rows if row.waiting.count]
    return sorted(rows, key=lambda row: (row.waiting.since is None, row.waiting.since))


def _drafted_paths(limit: int) -> list[str]:
    """Of the courses whose oldest draft, of their own or of a lesson, is oldest. Two queries."""
    is_draft = Q(has_unpublished_changes=True) | Q(live=False)
    course_path = Substr("path", 1, Length("path") - Page.steplen)
    since = Min("latest_revision_created_at")
    querysets = (
        LessonPage.objects.filter(is_draft).values(course_path=course_path),
        CoursePage.objects.filter(is_draft).values(course_path=F("path")),
    )
    oldest: dict[str, datetime] = {}
    for queryset in querysets:
        rows = queryset.order_by().annotate(since=since).order_by("since")
        for row in rows.exclude(latest_revision_created_at=None)[:limit]:
            path, at = row["course_path"], row["since"]
            oldest[path] = min(at, oldest.get(path, at))
    return sorted(oldest, key=oldest.get)[:limit]


def course_type() -> ContentType:
    return ContentType.objects.get_for_model(CoursePage)
