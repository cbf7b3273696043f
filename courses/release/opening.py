"""A release opens when its course enters a review step, and follows what becomes of the review.

Hung on Wagtail's workflow signals, so that every workflow opens one, made of our task or not.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from ..models import CoursePage
from ..models.release import CourseRelease, ReleaseWaiver
from . import notifications
from .archiving import cancel_scheduled
from .changes import Changes
from .pinned_revisions import lock_course, pin, with_revisions

Status = CourseRelease.Status


@transaction.atomic
def open_release(course: CoursePage, state: WorkflowState) -> CourseRelease:
    """The open release of `course`, made unless an earlier step of the same review made it."""
    lock_course(course)
    release = course.releases.in_review().filter(workflow_state=state).first()
    if release:
        return release
    release = CourseRelease.objects.create(
        course=course, workflow_state=state, submitted_by=state.requested_by
    )
    pin(release, with_revisions(Changes(course)).rows)
    release.submitted_at = timezone.now()  # what is saved from now on is saved during the review
    release.save(update_fields=["submitted_at"])
    carry_waivers(release)
    return release


def carry_waivers(release: CourseRelease) -> None:
    """What an editor waived stays waived while the same is found in the same place."""
    previous = release.course.releases.exclude(pk=release.pk).first()
    if previous:
        waivers = list(previous.waivers.all())
        times = [waiver.at for waiver in waivers]
        for waiver in waivers:
            waiver.pk, waiver.release = None, release
        ReleaseWaiver.objects.bulk_create(waivers)
        # Made now, it would say that its editor decided now.
        for waiver, time in zip(waivers, times, strict=True):
            waiver.at = time
        ReleaseWaiver.objects.bulk_update(waivers, ["at"])


def follow_submission(*, instance: TaskState, user=None, **signal) -> None:
    course = _course(instance.workflow_state)
    if course:
        release = open_release(course, instance.workflow_state)
        notifications.notify_submitted(release, step=instance, by=user)


def follow_approval(*, instance: TaskState, user=None, **signal) -> None:
    course = _course(instance.workflow_state)
    release = course and course.releases.open().first()
    if release:  # or it is live already
        notifications.notify_approved(release, step=instance, by=user)


def follow_rejection(*, instance: WorkflowState, user=None, **signal) -> None:
    task_state = instance.current_task_state
    releases = _close(
        instance,
        status=Status.CHANGES_REQUESTED,
        reviewed_by=user,
        reviewed_at=timezone.now(),
        review_comment=task_state.comment if task_state else "",
    )
    for release in releases:
        notifications.notify_changes_requested(release, by=user)


def follow_cancellation(*, instance: WorkflowState, user=None, **signal) -> None:
    """Whoever called it off, and however: withdrawing, archiving, disabling the workflow."""
    for release in _close(instance, status=Status.CANCELLED):
        notifications.notify_cancelled(release, step=instance.current_task_state, by=user)


def follow_unpublication(*, instance: CoursePage, **signal) -> None:
    # Wagtail's view does not call `Page.unpublish()`. Nor does the signal tell who it was.
    cancel_scheduled(instance, by=None)


def _close(state: WorkflowState, **fields) -> list[CourseRelease]:
    """The releases it closed: one, or none if somebody was faster."""
    releases = list(CourseRelease.objects.in_review().filter(workflow_state=state))
    CourseRelease.objects.in_review().filter(pk__in=[release.pk for release in releases]).update(
        **fields
    )
    return releases


def _course(state: WorkflowState) -> CoursePage | None:
    # `content_object` is a bare `Page`.
    page = state.content_object.specific
    return page if isinstance(page, CoursePage) else None
