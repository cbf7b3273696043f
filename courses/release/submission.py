"""The verbs of those who write: submit a course for review, withdraw it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import CoursePage
from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease
from .changes import Changes
from .exceptions import NotReadyRefusal
from .findings import collect_findings
from .pinned_revisions import lock_course


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
    unless `despite_findings`; errors always do. Raises `NotReadyRefusal` or another
    `CourseRefusal`.
    """
    lock_course(course)
    course = CoursePage.objects.get(pk=course.pk)
    _check_may_submit(course, by)
    changes = Changes(course)
    if not changes.count:
        raise CourseRefusal(
            _("Nothing has changed since the last release: there is nothing to submit.")
        )
    _check_ready(changes, despite_findings)
    _start(course, by)
    release = course.releases.in_review().get()
    release.submitted_by, release.submission_comment = by, comment
    release.note, release.change = note, change
    release.save()
    return release


def _check_may_submit(course: CoursePage, by: AbstractBaseUser) -> None:
    if not course.permissions_for_user(by).can_edit():
        raise CourseRefusal(_("You are not on the team of this course, so you cannot submit it."))
    release = course.releases.open().first()
    if release and release.is_in_review:
        raise CourseRefusal(_("This course is in review already. There is nothing more to do."))
    if release:
        raise CourseRefusal(
            _("A release of this course is waiting for its hour. Unschedule it to submit another.")
        )
    if course.archived_at:
        raise CourseRefusal(_("This course is archived. An editor has to reopen it first."))


def _check_ready(changes: Changes, despite_findings: bool) -> None:
    findings = collect_findings(changes)
    blocking_findings = [
        finding for finding in findings if not (finding.waivable and despite_findings)
    ]
    if blocking_findings:
        raise NotReadyRefusal(findings)


def _start(course: CoursePage, by: AbstractBaseUser) -> None:
    state = course.current_workflow_state
    if state and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(by)  # atomic here; of itself it is not
        return
    workflow = course.get_workflow()
    if workflow is None:
        raise CourseRefusal(
            _("No review is set up. An editor has to assign a workflow to the course catalogue.")
        )
    workflow.start(course, by)
    if course.current_workflow_task_state is None:
        raise CourseRefusal(_("The review has no active step. An editor has to mend the workflow."))


@transaction.atomic
def withdraw(course: CoursePage, *, by: AbstractBaseUser) -> None:
    """Take `course` back from review. Its drafts stay as they are; withdrawn already is fine."""
    lock_course(course)
    course = CoursePage.objects.get(pk=course.pk)
    state = course.current_workflow_state
    if state is None:
        return
    if not (state.user_can_cancel(by) or course.permissions_for_user(by).can_edit()):
        raise CourseRefusal(_("Only those who may edit this course can withdraw it."))
    state.cancel(user=by)
