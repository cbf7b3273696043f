"""What people are told by e-mail about a release, once it is certain.

Each message waits for the transaction to be committed and then says what the database says.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.models import TaskState

from web.mail import Message, send_to_users

from ..models.permission_testers import can_see_draft
from ..models.release import CourseRelease
from .recipients import authors, publishers, reviewers, wanting
from .summary import Summary, editor_address, public_address

Status = CourseRelease.Status


def submitted(release: CourseRelease, *, step: TaskState, by: AbstractBaseUser | None) -> None:
    """To those who can decide at `step`; not to whoever submitted it or passed it on."""
    _when_certain(_submitted, release, step=step, by=by)


def changes_requested(release: CourseRelease, *, by: AbstractBaseUser | None) -> None:
    """To the team and whoever submitted it, if they may still open it."""
    _when_certain(_changes_requested, release, by=by)


def approved(release: CourseRelease, *, step: TaskState, by: AbstractBaseUser | None) -> None:
    """To the team: a step is done and another follows, or it goes live at its hour.

    What goes live at once is told by `published` alone.
    """
    _when_certain(_approved, release, step=step, by=by)


def published(release: CourseRelease, *, by: AbstractBaseUser | None) -> None:
    """To the team and whoever submitted it. An import tells whoever runs it, so nobody here."""
    if release.workflow_state_id or release.restored_from_id:
        _when_certain(_published, release, by=by)


def failed(release: CourseRelease) -> None:
    """To those who may release the course: at its hour it did not go live. Not optional."""
    _when_certain(_failed, release)


def _when_certain(tell: Callable, release: CourseRelease, **who) -> None:
    def run() -> None:
        found = CourseRelease.objects.select_related("course", "submitted_by", "reviewed_by")
        tell(found.get(pk=release.pk), **who)

    # Robust: what was done stays done, and the failure is in the log.
    transaction.on_commit(run, robust=True)


def _submitted(release: CourseRelease, *, step: TaskState, by) -> None:
    if not release.is_in_review:
        return
    to = wanting(reviewers(step), "submitted_notifications", but=by)
    message = _message("submitted", release, step=step)
    send_to_users(message, to.exclude(pk=release.submitted_by_id))


def _changes_requested(release: CourseRelease, *, by) -> None:
    message = _message("changes_requested", release)
    send_to_users(message, _authors(release, "rejected_notifications", but=by))


def _approved(release: CourseRelease, *, step: TaskState, by) -> None:
    if release.status not in (Status.IN_REVIEW, Status.SCHEDULED):
        return
    message = _message("approved", release, reviewer=by, step=step)
    send_to_users(message, _authors(release, "approved_notifications", but=by))


def _published(release: CourseRelease, *, by) -> None:
    message = _message("published", release, address=public_address)
    send_to_users(message, _authors(release, "approved_notifications", but=by))


def _authors(release: CourseRelease, preference: str, *, but) -> list[AbstractBaseUser]:
    """Whoever submitted it may be off the team by now, or a team's member out of the admin."""
    found = wanting(authors(release), preference, but=but)
    return [each for each in found if can_see_draft(release.course, each)]


def _failed(release: CourseRelease) -> None:
    send_to_users(_message("failed", release), wanting(publishers(release.course)))


def _message(
    name: str,
    release: CourseRelease,
    *,
    reviewer: AbstractBaseUser | None = None,
    address: Callable = editor_address,
    **more,
) -> Message:
    summary = Summary(release, reviewer=reviewer or release.reviewed_by, address=address)
    return Message(f"courses/mail/{name}", {"release": release, "summary": summary, **more})
