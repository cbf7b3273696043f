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
from .authors import person_name
from .large_releases import was_large
from .recipients import authors, notifiable, publishers, reviewers
from .summary import Summary, editor_address, public_address

Status = CourseRelease.Status


def notify_submitted(
    release: CourseRelease, *, step: TaskState, by: AbstractBaseUser | None
) -> None:
    """To those who can decide at `step`; not to whoever submitted it or passed it on."""
    _on_commit(_send_submitted, release, step=step, by=by)


def notify_changes_requested(release: CourseRelease, *, by: AbstractBaseUser | None) -> None:
    """To the team and whoever submitted it, if they may still open it."""
    _on_commit(_send_changes_requested, release, by=by)


def notify_approved(
    release: CourseRelease, *, step: TaskState, by: AbstractBaseUser | None
) -> None:
    """To the team: a step is done and another follows, or it goes live at its hour.

    What goes live at once is told by `notify_published` alone.
    """
    _on_commit(_send_approved, release, step=step, by=by)


def notify_published(release: CourseRelease, *, by: AbstractBaseUser | None) -> None:
    """To the team and whoever submitted it. An import tells whoever runs it, so nobody here."""
    if release.workflow_state_id or release.restored_from_id:
        _on_commit(_send_published, release, by=by)


def notify_cancelled(
    release: CourseRelease, *, step: TaskState | None = None, by: AbstractBaseUser | None
) -> None:
    """To the team, whoever submitted it, and those who were to decide at `step`: it is called off.

    `step` is None for what waited for its hour. Whoever called it off (`by`) knows.
    """
    _on_commit(_send_cancelled, release, step=step, by=by)


def notify_stalled(release: CourseRelease, *, reason: str) -> None:
    """To the same as `notify_failed`: nobody can decide on it any more. Not optional."""
    _on_commit(_send_stalled, release, reason=reason)


def notify_failed(release: CourseRelease) -> None:
    """To those who may release the course, the team and whoever submitted it: at its hour it did
    not go live. Not optional."""
    _on_commit(_send_failed, release)


def _on_commit(send: Callable, release: CourseRelease, **kwargs) -> None:
    def callback() -> None:
        queryset = CourseRelease.objects.select_related("course", "submitted_by", "reviewed_by")
        send(queryset.get(pk=release.pk), **kwargs)

    # Robust: what was done stays done, and the failure is in the log.
    transaction.on_commit(callback, robust=True)


def _send_submitted(release: CourseRelease, *, step: TaskState, by) -> None:
    if not release.is_in_review:
        return
    recipients = notifiable(reviewers(step), "submitted_notifications", exclude=by)
    message = _message("submitted", release, step=step)
    send_to_users(message, recipients.exclude(pk=release.submitted_by_id))


def _send_changes_requested(release: CourseRelease, *, by) -> None:
    message = _message("changes_requested", release)
    send_to_users(message, _authors(release, "rejected_notifications", exclude=by))


def _send_approved(release: CourseRelease, *, step: TaskState, by) -> None:
    if release.status not in (Status.IN_REVIEW, Status.SCHEDULED):
        return
    message = _message("approved", release, reviewer=by, step=step)
    send_to_users(message, _authors(release, "approved_notifications", exclude=by))


def _send_published(release: CourseRelease, *, by) -> None:
    message = _message("published", release, address=public_address)
    users = _authors(release, "approved_notifications", exclude=by)
    # Published by the worker for its size: whoever approved it was promised to hear.
    reviewer = release.reviewed_by if by is None and was_large(release) else None
    if reviewer and reviewer.is_active and reviewer not in users:
        users.append(reviewer)
    send_to_users(message, users)


def _authors(release: CourseRelease, preference: str, *, exclude) -> list[AbstractBaseUser]:
    """Whoever submitted it may be off the team by now, or a team's member out of the admin."""
    users = notifiable(authors(release), preference, exclude=exclude)
    return [user for user in users if can_see_draft(release.course, user)]


def _send_cancelled(release: CourseRelease, *, step: TaskState | None, by) -> None:
    team = _authors(release, "rejected_notifications", exclude=by)
    context = {
        "step": step,
        "who": person_name(by) if by else "",
        "is_disabled": _is_disabled(release),
    }
    send_to_users(_message("cancelled", release, for_team=True, **context), team)
    if step:
        users = notifiable(reviewers(step), "submitted_notifications", exclude=by)
        send_to_users(
            _message("cancelled", release, **context),
            users.exclude(pk__in=[user.pk for user in team]),
        )


def _is_disabled(release: CourseRelease) -> bool:
    return bool(release.workflow_state and not release.workflow_state.workflow.active)


def _send_stalled(release: CourseRelease, *, reason: str) -> None:
    if not release.is_in_review:
        return
    message = _message("stalled", release, reason=reason)
    editors, team = _everybody_concerned(release)
    send_to_users(message, [*editors, *team])


def _send_failed(release: CourseRelease) -> None:
    editors, team = _everybody_concerned(release)
    send_to_users(_message("failed", release, may_release=True), editors)
    send_to_users(_message("failed", release), team)


def _everybody_concerned(
    release: CourseRelease,
) -> tuple[list[AbstractBaseUser], list[AbstractBaseUser]]:
    """Those who may release the course, and of its team the others."""
    editors = list(notifiable(publishers(release.course)))
    team = _authors(release, "", exclude=None)
    return editors, [user for user in team if user not in editors]


def _message(
    name: str,
    release: CourseRelease,
    *,
    reviewer: AbstractBaseUser | None = None,
    address: Callable = editor_address,
    **context,
) -> Message:
    summary = Summary(release, reviewer=reviewer or release.reviewed_by, address=address)
    return Message(f"courses/mail/{name}", {"release": release, "summary": summary, **context})
