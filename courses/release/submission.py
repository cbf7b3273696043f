"""The verbs of those who write: submit a course for review, withdraw it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from ..models import CoursePage
from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease
from .changes import Changes
from .exceptions import NotReadyRefusal
from .findings import collect_findings
from .padlocks import padlock_refusal
from .pinned_revisions import lock_course
from .reviewers import ReviewSteps


@transaction.atomic
def submit(
    course: CoursePage,
    *,
    by: AbstractBaseUser,
    comment: str = "",
    note: str = "",
    change: str = CourseRelease.Change.UPDATE,
    despite_findings: bool = False,
) -> CourseRelease:
    """Ask for a review of `course` with all its lessons; resumes one that asked for changes.

    `comment` is for the reviewer, `note` for learners. Findings an editor could waive stop it
    unless `despite_findings`; errors always do. Raises `NotReadyRefusal`,
    `BlockedRefusal` or another `CourseRefusal`.
    """
    lock_course(course)
    course = CoursePage.objects.get(pk=course.pk)
    _check_may_submit(course, by)
    steps = ReviewSteps(course, by)
    changes = Changes(course)
    if refusal := submission_refusal(changes, steps):
        raise refusal
    if not changes.count:
        raise CourseRefusal(
            _("Nothing has changed since the last release: there is nothing to submit.")
        )
    _check_ready(changes, despite_findings)
    _start(course, steps, by)
    release = course.releases.in_review().get()
    release.submitted_by, release.submission_comment = by, comment
    release.note, release.change = note, change
    release.save()
    return release


def submission_refusal(changes: Changes, steps: ReviewSteps) -> CourseRefusal | None:
    """Why a course cannot be submitted whatever its drafts say; None when it can.

    Asked by the verb, and before its button. An open release has its own words there.
    """
    if changes.course.archived_at:
        return CourseRefusal(_("This course is archived. An editor has to reopen it first."))
    return padlock_refusal(changes, steps.submitter) or steps.refusal


def _check_may_submit(course: CoursePage, by: AbstractBaseUser) -> None:
    if not course.permissions_for_user(by).can_edit():
        raise CourseRefusal(_("You are not on the team of this course, so you cannot submit it."))
    release = course.releases.open().first()
    if release and release.is_in_review:
        raise CourseRefusal(_("This course is in review already. There is nothing more to do."))
    if release:
        raise CourseRefusal(_scheduled_message(course, by))


def _scheduled_message(course: CoursePage, by: AbstractBaseUser) -> str:
    if course.permissions_for_user(by).can_release():
        return _("A release of this course is scheduled. Unschedule it to submit another.")
    return _(
        "A release of this course is scheduled. Ask an editor to unschedule it, then submit this."
    )


def _check_ready(changes: Changes, despite_findings: bool) -> None:
    findings = collect_findings(changes)
    blocking_findings = [
        finding for finding in findings if not (finding.waivable and despite_findings)
    ]
    if blocking_findings:
        raise NotReadyRefusal(findings)


def _start(course: CoursePage, steps: ReviewSteps, by: AbstractBaseUser) -> None:
    if steps.resumable_state:
        steps.resumable_state.resume(by)  # atomic here; of itself it is not
        return
    if state := course.current_workflow_state:
        _cancel(state, by)  # it can no longer go on where it was
    steps.workflow.start(course, by)


@transaction.atomic
def withdraw(course: CoursePage, *, by: AbstractBaseUser) -> bool:
    """Take `course` back from review. Its drafts stay as they are; withdrawn already is fine.

    Whether it was in review: somebody may have decided meanwhile.
    """
    lock_course(course)
    course = CoursePage.objects.get(pk=course.pk)
    state = course.current_workflow_state
    may_edit = course.permissions_for_user(by).can_edit()
    if not (may_edit or (state and state.user_can_cancel(by))):
        raise CourseRefusal(_("Only those who may edit this course can withdraw it."))
    if state:
        _cancel(state, by)
    # One whose review is gone.
    leftover = course.releases.in_review().first()
    if leftover:
        CourseRelease.objects.filter(pk=leftover.pk).update(status=CourseRelease.Status.CANCELLED)
    return bool(state or leftover)


def _cancel(state: WorkflowState, by: AbstractBaseUser) -> None:
    if state.current_task_state:
        state.cancel(user=by)
    else:  # its step is gone, and Wagtail cannot say what it cancels
        WorkflowState.objects.filter(pk=state.pk).update(status=WorkflowState.STATUS_CANCELLED)
