"""Why a reviewer may not approve, and what to do: asked by the verb, and before its button."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import TaskState

from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease
from .authors import editors_since_submission
from .changes import Changes
from .padlocks import padlock_refusal
from .recipients import publishers
from .reviewers import NAMED, deciders, step_refusal, steps_after


def approval_refusal(
    release: CourseRelease, step: TaskState, changes: Changes, user: AbstractBaseUser
) -> CourseRefusal | None:
    """Why `user`, a reviewer at `step`, may not approve `changes`; None when they may."""
    following = steps_after(step.workflow_state).specific().first()
    message = own_work_refusal(release, step, user) or second_pair_refusal(
        release, step, changes, user
    )
    if not message and following is None:
        message = _publishing_refusal(changes, step, user)
    if message:
        return CourseRefusal(message)
    return padlock_refusal(changes, user) or (following and _onward_refusal(release, following))


def own_work_refusal(release: CourseRelease, step: TaskState, user: AbstractBaseUser) -> str:
    """Why `user` may not approve what they submitted themselves; empty when they may."""
    is_allowed = getattr(step.task.specific, "allow_self_approval", False)
    if release.submitted_by_id == user.pk and not is_allowed:
        return _(
            "You submitted this yourself. Ask another reviewer to look at it, or withdraw it and "
            "let somebody else of the team submit it."
        )
    return ""


def second_pair_refusal(
    release: CourseRelease, step: TaskState, changes: Changes, user: AbstractBaseUser
) -> str:
    """Why `user` may not approve what they wrote themselves during the review; empty when they
    may, or the step does not ask for a second person."""
    if not getattr(step.task.specific, "second_pair_of_eyes", False):
        return ""
    titles = {row.page.pk: row.title for row in changes.rows}
    editors = editors_since_submission(release, titles)
    own = [titles[pk] for pk, users in editors.items() if user in users]
    if not own:
        return ""
    return _(
        "You changed %(pages)s yourself since this was submitted, and this step asks for a second "
        "pair of eyes. Ask another reviewer to approve it, or request changes: what you wrote "
        "stays, and the team submits it again."
    ) % {"pages": _quoted(own)}


def _publishing_refusal(changes: Changes, step: TaskState, user: AbstractBaseUser) -> str:
    """At the last step approving is publishing."""
    course = changes.course
    if course.permissions_for_user(user).can_release():
        return ""
    users = deciders(step.task.specific, submitter=None)
    names = [] if users is None else users.filter(pk__in=publishers(course).values("pk"))[:NAMED]
    if names:
        return _(
            "This is the last step, and your account may not publish courses. Ask %(names)s to "
            "approve it."
        ) % {"names": _(" or ").join(map(get_user_display_name, names))}
    return _(
        "This is the last step, and nobody in its groups may publish courses. Ask an administrator "
        "to approve it, or to give the step to editors."
    )


def _onward_refusal(release: CourseRelease, following) -> CourseRefusal | None:
    is_last = not (steps_after(release.workflow_state).exclude(pk=following.pk).exists())
    return step_refusal(release.course, following, submitter=release.submitted_by, is_last=is_last)


def _quoted(titles: list[str]) -> str:
    names = [f"“{title}”" for title in titles[:NAMED]]
    return ", ".join(names if len(titles) <= NAMED else [*names, _("and more")])
