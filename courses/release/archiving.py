"""The verbs that end a course: unpublish it, archive it, reopen it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import CoursePage
from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease
from . import notifications
from .pinned_revisions import lock_course


@transaction.atomic
def archive(course: CoursePage, *, by: AbstractBaseUser) -> None:
    """Close `course` to new learners: out of the catalogue, still open to those enrolled.

    Whatever waits for review or for its hour is called off; drafts stay. Twice is fine.
    """
    lock_course(course)
    course = _releasable_course(course, by)
    if course.archived_at:
        return
    if state := course.current_workflow_state:
        state.cancel(user=by)
    cancel_scheduled(course, by=by)
    course.archived_at = timezone.now()
    course.save(update_fields=["archived_at"])
    log(instance=course, action="skillmate.archive", user=by)


@transaction.atomic
def reopen(course: CoursePage, *, by: AbstractBaseUser) -> None:
    """Take `course` out of the archive. Twice is fine."""
    lock_course(course)
    course = _releasable_course(course, by)
    if course.archived_at:
        course.archived_at = None
        course.save(update_fields=["archived_at"])
        log(instance=course, action="skillmate.reopen", user=by)


def cancel_scheduled(course: CoursePage, *, by: AbstractBaseUser | None) -> None:
    """A release of `course` that waits for its hour will not go live; its team is told."""
    course.revisions.update(approved_go_live_at=None)
    release = course.releases.filter(status=CourseRelease.Status.SCHEDULED).first()
    if release:
        CourseRelease.objects.filter(pk=release.pk).update(status=CourseRelease.Status.CANCELLED)
        notifications.notify_cancelled(release, by=by)


def _releasable_course(course: CoursePage, by: AbstractBaseUser) -> CoursePage:
    course = CoursePage.objects.get(pk=course.pk)
    if not course.permissions_for_user(by).can_release():
        raise CourseRefusal(_("Only editors may archive or reopen a course."))
    return course
