"""What people are told by e-mail about a release.

The `notify_…` write down, in the transaction of what happened, that it is to be told. The worker
asks `MAIL_KINDS` whom to tell what: they say what the database says then, and nothing of what is no
longer so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import TaskState

from web.mail import Message
from web.outbox.kinds import Mailing
from web.outbox.queue import enqueue
from web.text_direction import isolated

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
    enqueue("release_submitted", release=release.pk, step=step.pk, by=_pk(by))


def notify_changes_requested(release: CourseRelease, *, by: AbstractBaseUser | None) -> None:
    """To the team and whoever submitted it, if they may still open it."""
    enqueue("release_changes_requested", release=release.pk, by=_pk(by))


def notify_approved(
    release: CourseRelease, *, step: TaskState, by: AbstractBaseUser | None
) -> None:
    """To the team: a step is done and another follows, or it goes live at the scheduled time.

    What goes live at once is told by `notify_published` alone.
    """
    enqueue("release_approved", release=release.pk, step=step.pk, by=_pk(by))


def notify_published(release: CourseRelease, *, by: AbstractBaseUser | None) -> None:
    """To the team and whoever submitted it. An import tells whoever runs it, so nobody here."""
    if release.workflow_state_id or release.restored_from_id:
        enqueue("release_published", release=release.pk, by=_pk(by))


def notify_cancelled(
    release: CourseRelease, *, step: TaskState | None = None, by: AbstractBaseUser | None
) -> None:
    """To the team, whoever submitted it, and those who were to decide at `step`: it is called off.

    `step` is None for what waited for its hour. Whoever called it off (`by`) knows.
    """
    enqueue("release_cancelled", release=release.pk, step=step and step.pk, by=_pk(by))


def notify_stalled(release: CourseRelease, *, reason: str) -> None:
    """To the same as `notify_failed`: nobody can decide on it any more. Not optional."""
    enqueue("release_stalled", release=release.pk, reason=str(reason))


def notify_failed(release: CourseRelease) -> None:
    """To those who may release the course, the team and whoever submitted it: at its hour it did
    not go live. Not optional."""
    enqueue("release_failed", release=release.pk)


def _pk(user: AbstractBaseUser | None) -> int | None:
    return user.pk if user else None


def _submitted(release: CourseRelease, step: TaskState | None, by) -> Iterator[Mailing]:
    if release.is_in_review and step and step.status == TaskState.STATUS_IN_PROGRESS:
        users = notifiable(reviewers(step), "submitted_notifications", exclude=by)
        message = _message("submitted", release, step=step)
        yield Mailing(message, users.exclude(pk=release.submitted_by_id))


def _changes_requested(release: CourseRelease, by) -> Iterator[Mailing]:
    message = _message("changes_requested", release)
    yield Mailing(message, _authors(release, "rejected_notifications", exclude=by))


def _approved(release: CourseRelease, step: TaskState, by) -> Iterator[Mailing]:
    if release.status in (Status.IN_REVIEW, Status.SCHEDULED):
        message = _message("approved", release, reviewer=by, step=step)
        yield Mailing(message, _authors(release, "approved_notifications", exclude=by))


def _published(release: CourseRelease, by) -> Iterator[Mailing]:
    users = _authors(release, "approved_notifications", exclude=by)
    # Published by the worker for its size: whoever approved it was promised to hear.
    reviewer = release.reviewed_by if by is None and was_large(release) else None
    if reviewer and reviewer.is_active and reviewer not in users:
        users.append(reviewer)
    yield Mailing(_message("published", release, address=public_address), users)


def _authors(release: CourseRelease, preference: str, *, exclude) -> list[AbstractBaseUser]:
    """Whoever submitted it may be off the team by now, or a team's member out of the admin."""
    users = notifiable(authors(release), preference, exclude=exclude)
    return [user for user in users if can_see_draft(release.course, user)]


def _cancelled(release: CourseRelease, by, step: TaskState | None = None) -> Iterator[Mailing]:
    team = _authors(release, "rejected_notifications", exclude=by)
    context = {
        "step": step,
        "who": isolated(person_name(by)) if by else "",
        "is_disabled": _is_disabled(release),
    }
    yield Mailing(_message("cancelled", release, for_team=True, **context), team)
    if step:
        users = notifiable(reviewers(step), "submitted_notifications", exclude=by)
        others = users.exclude(pk__in=[user.pk for user in team])
        yield Mailing(_message("cancelled", release, **context), others)


def _is_disabled(release: CourseRelease) -> bool:
    return bool(release.workflow_state and not release.workflow_state.workflow.active)


def _stalled(release: CourseRelease, reason: str) -> Iterator[Mailing]:
    if release.is_in_review:
        editors, team = _everybody_concerned(release)
        yield Mailing(_message("stalled", release, reason=reason), [*editors, *team])


def _failed(release: CourseRelease) -> Iterator[Mailing]:
    editors, team = _everybody_concerned(release)
    yield Mailing(_message("failed", release, may_release=True), editors)
    yield Mailing(_message("failed", release), team)


def _everybody_concerned(
    release: CourseRelease,
) -> tuple[list[AbstractBaseUser], list[AbstractBaseUser]]:
    """Those who may release the course, and of its team the others."""
    editors = list(notifiable(publishers(release.course)))
    team = _authors(release, "", exclude=None)
    return editors, [user for user in team if user not in editors]


def _from_ids(mailings: Callable[..., Iterator[Mailing]]) -> Callable[..., Iterator[Mailing]]:
    """`mailings` with rows in place of the ids that the outbox keeps. Of a release that is gone
    nobody is told."""

    def with_rows(*, release: int, **ids) -> Iterator[Mailing]:
        releases = CourseRelease.objects.select_related("course", "submitted_by", "reviewed_by")
        row = releases.filter(pk=release).first()
        return mailings(row, **_rows(ids)) if row else iter(())

    return with_rows


def _rows(ids: dict) -> dict:
    models = {"by": get_user_model(), "step": TaskState}
    return {
        name: models[name].objects.filter(pk=value).first() if name in models else value
        for name, value in ids.items()
    }


MAIL_KINDS = {
    "release_submitted": _from_ids(_submitted),
    "release_changes_requested": _from_ids(_changes_requested),
    "release_approved": _from_ids(_approved),
    "release_published": _from_ids(_published),
    "release_cancelled": _from_ids(_cancelled),
    "release_stalled": _from_ids(_stalled),
    "release_failed": _from_ids(_failed),
}


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
