"""The verbs of those who review: approve, schedule, ask for changes, waive, unschedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Comment, TaskState

from ..models import CoursePage
from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease, ReleaseWaiver
from .approval import approval_refusal
from .archiving import cancel_scheduled
from .changes import Changes
from .credited import lock_profiles
from .exceptions import NotReadyRefusal, StaleRefusal
from .files import file_digests
from .findings import Finding, collect_findings, unwaived_findings
from .large_releases import soon
from .pinned_revisions import lock_course, pin, with_revisions
from .publication import PublicationError, check_may_release
from .reviewers import steps_after

Status = CourseRelease.Status
DECIDED = gettext_lazy("This course is no longer in review: somebody has decided already.")


@transaction.atomic
def approve(
    course: CoursePage,
    *,
    by: AbstractBaseUser,
    fingerprint: str,
    comment: str = "",
    note: str | None = None,
    change: str | None = None,
    go_live_at: datetime | None = None,
    by_worker: bool = False,
    notes: dict[int, str] | None = None,
) -> CourseRelease:
    """Approve exactly what `fingerprint` stands for; at the last step this publishes it.

    `note` and `change` are kept as submitted when None. With `go_live_at` (in the future) it goes
    live then, all of it at once; `by_worker`, without an hour, as soon as the worker has published
    it. `notes` are as in `request_changes`. Raises `StaleRefusal`,
    `NotReadyRefusal`, `PublicationError` or `CourseRefusal`, and then nothing has changed.
    """
    course, release, task_state = _under_review(course, by)
    changes = Changes(course)
    if refusal := approval_refusal(release, task_state, changes, by):
        raise refusal
    lock_profiles(changes.edited_revisions.values())
    if changes.fingerprint != fingerprint:
        raise StaleRefusal(changes)
    is_last_step = not steps_after(release.workflow_state).exists()
    _check_ready(changes, release, is_last_step=is_last_step)
    _comment_on(changes, by, notes or {})
    # Before `_prepare()`, whose revision nobody wrote.
    release.reviewed_by, release.reviewed_at = by, timezone.now()
    release.review_comment = comment
    if note is not None:
        release.note = note
    release.change = change or release.change
    if is_last_step and _prepare(course, release, by, go_live_at, by_worker=by_worker):
        changes = changes.refreshed()
    rows = with_revisions(changes).rows
    pin(release, rows)
    release.file_digests = file_digests(row.revision_id for row in rows if row.is_edited)
    release.save()
    _approve_step(task_state, by, comment)
    release.refresh_from_db()
    return release


def _check_ready(changes: Changes, release: CourseRelease, *, is_last_step: bool) -> None:
    """What can be waived is for the last step, where those who may waive it decide."""
    findings = unwaived_findings(collect_findings(changes), release)
    blocking = [finding for finding in findings if is_last_step or not finding.waivable]
    if blocking:
        raise NotReadyRefusal(blocking)


@transaction.atomic
def request_changes(
    course: CoursePage, *, by: AbstractBaseUser, comment: str, notes: dict[int, str] | None = None
) -> CourseRelease:
    """Send `course` back to its team. `notes` are comments by the page they belong to."""
    course, release, task_state = _under_review(course, by)
    _comment_on(Changes(course), by, notes or {})
    task_state.task.specific.on_action(task_state, by, "reject", comment=comment)
    release.refresh_from_db()
    return release


@transaction.atomic
def waive(
    course: CoursePage, finding: Finding, *, by: AbstractBaseUser, reason: str
) -> ReleaseWaiver:
    """Let `finding` pass in the release in review. Twice is the same as once."""
    (waiver,) = waive_all(course, [finding], by=by, reason=reason)
    return waiver


@transaction.atomic
def waive_all(
    course: CoursePage, findings: Sequence[Finding], *, by: AbstractBaseUser, reason: str
) -> list[ReleaseWaiver]:
    """Let all `findings` pass for one reason, or none of them. What was waived stays as it was."""
    course, release, _task_state = _under_review(course, by)
    check_may_release(course, by)
    if not all(finding.waivable for finding in findings):
        raise CourseRefusal(_("This cannot be waived: it has to be fixed."))
    return [_waiver(course, release, finding, by, reason) for finding in findings]


def _waiver(
    course: CoursePage, release: CourseRelease, finding: Finding, by: AbstractBaseUser, reason: str
) -> ReleaseWaiver:
    waiver, is_new = release.waivers.get_or_create(
        page_id=finding.page_id,
        code=finding.code,
        place=finding.place,
        defaults={"message": finding.message, "reason": reason, "by": by},
    )
    if is_new:
        data = {"code": finding.code, "message": finding.message, "reason": reason}
        log(instance=course, action="skillmate.waive", user=by, data=data)
    return waiver


@transaction.atomic
def unschedule(course: CoursePage, *, by: AbstractBaseUser) -> bool:
    """Call off a scheduled release. Nothing goes live; the drafts stay. Twice is fine.

    Whether there was one: it may have gone live, or been called off, meanwhile.
    """
    lock_course(course)
    course = CoursePage.objects.get(pk=course.pk)
    check_may_release(course, by)
    is_scheduled = course.releases.filter(status=Status.SCHEDULED).exists()
    if is_scheduled:
        cancel_scheduled(course, by=by)
        _set_go_live_at(course, None, by)
        log(instance=course, action="skillmate.unschedule", user=by)
    return is_scheduled


def _under_review(
    course: CoursePage, by: AbstractBaseUser
) -> tuple[CoursePage, CourseRelease, TaskState]:
    """The course, its release in review and the step it is at, held until the transaction ends."""
    lock_course(course)
    course = CoursePage.objects.get(pk=course.pk)
    release = course.releases.in_review().select_for_update().first()
    task_state = course.current_workflow_task_state
    if not release or not task_state:
        raise CourseRefusal(DECIDED)
    if not is_reviewer(course, task_state, by):
        raise CourseRefusal(_("You are not a reviewer of this step."))
    return course, release, task_state


def is_reviewer(course: CoursePage, step: TaskState, user: AbstractBaseUser) -> bool:
    """Whether `user` may decide at `step` of the review of `course`."""
    actions = step.task.specific.get_actions(course, user)
    return any(name == "approve" for name, *_rest in actions)


def _approve_step(task_state: TaskState, by: AbstractBaseUser, comment: str) -> None:
    try:
        task_state.task.specific.on_action(task_state, by, "approve", comment=comment)
    except PublicationError as error:
        advice = _(
            "Its draft can be fixed while it is in review: press “Edit” beside it, save the "
            "draft, then look at it here and approve again. If nothing is wrong with it, tell "
            "an administrator."
        )
        raise PublicationError(error.title, advice) from error


def _prepare(
    course: CoursePage,
    release: CourseRelease,
    by: AbstractBaseUser,
    go_live_at: datetime | None,
    *,
    by_worker: bool,
) -> bool:
    """Make the newest draft say when it goes live: that is what Wagtail's scheduler reads.

    Whether that took a new revision.
    """
    check_may_release(course, by)
    if go_live_at and go_live_at <= timezone.now():
        raise CourseRefusal(_("The time to go live has passed. Choose one in the future."))
    if by_worker and not go_live_at:
        go_live_at = soon()  # after all checks, which can take a while
    release.status, release.go_live_at = Status.APPROVED, go_live_at
    return _set_go_live_at(course, go_live_at, by)


def _set_go_live_at(course: CoursePage, go_live_at: datetime | None, by: AbstractBaseUser) -> bool:
    # Not `get_latest_revision_as_object()`: without unpublished changes that is the live page.
    revision = course.get_latest_revision()
    draft = revision.as_object() if revision else course
    if draft.go_live_at == go_live_at:
        return False
    draft.go_live_at = go_live_at
    # No new change of its own: a course without any other is not to look edited.
    draft.save_revision(user=by, clean=False, changed=False)
    return True


def _comment_on(changes: Changes, by: AbstractBaseUser, notes: dict[int, str]) -> None:
    """As Wagtail's own comments, which authors see beside the title in the editor.

    A note on a lesson that is gone by now is left on the course: nothing written is lost.
    """
    texts = {pk: text.strip() for pk, text in notes.items() if text.strip()}
    if not texts:
        return
    rows = {row.page.pk: row for row in changes.rows}
    Comment.objects.bulk_create(
        Comment(
            page_id=row.page.pk,
            user=by,
            text=text,
            contentpath="title",
            revision_created_id=row.revision_id,
        )
        for row, text in ((rows.get(pk, changes.course_row), text) for pk, text in texts.items())
    )
