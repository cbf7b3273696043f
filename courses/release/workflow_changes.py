"""What becomes of courses in review when their workflow, or a step of it, is changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.models import Task, Workflow, WorkflowPage

from ..models import CourseIndexPage
from ..models.release import CourseRelease
from .reviewers import steps_after

LISTED = 20  # as many courses as a page names


@dataclass(frozen=True)
class OpenReviews:
    """Courses in review that a change concerns: how many, and those its reader may see."""

    count: int
    releases: list[CourseRelease]

    @property
    def unlisted(self) -> int:
        return self.count - len(self.releases)


def open_reviews(releases: QuerySet[CourseRelease], user: AbstractBaseUser) -> OpenReviews:
    """`releases` as `user` is told of them."""
    visible = releases.for_user(user).select_related("course", "submitted_by")
    return OpenReviews(releases.count(), list(visible.order_by("submitted_at", "pk")[:LISTED]))


def in_review_with(workflow: Workflow) -> QuerySet[CourseRelease]:
    """What disabling `workflow` calls off."""
    return CourseRelease.objects.in_review().filter(workflow_state__workflow=workflow)


def in_review_at(step: Task) -> QuerySet[CourseRelease]:
    """What goes on to the next step when `step` is disabled."""
    return CourseRelease.objects.in_review().filter(workflow_state__current_task_state__task=step)


def without_next_step(step: Task) -> QuerySet[CourseRelease]:
    """What would have no step left if `step` were disabled, and be published unseen."""
    releases = in_review_at(step).select_related("workflow_state__current_task_state")
    stuck = [release.pk for release in releases if not steps_after(release.workflow_state).exists()]
    return CourseRelease.objects.filter(pk__in=stuck)


def reviews_the_catalogue(workflow: Workflow) -> bool:
    """Whether `workflow` is assigned to the catalogue."""
    catalogue = CourseIndexPage.objects.values("pk")
    return WorkflowPage.objects.filter(page__in=catalogue, workflow=workflow).exists()


def is_reviewing_courses(workflow: Workflow) -> bool:
    """Whether courses can be submitted to `workflow`."""
    return Workflow.objects.active().filter(
        pk=workflow.pk, workflow_tasks__task__active=True
    ).exists() and reviews_the_catalogue(workflow)
