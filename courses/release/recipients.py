"""Who is told about a release. Whether they want to be is theirs to say (`notifiable`)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from wagtail.models import TaskState
from wagtail.permission_policies.pages import PagePermissionPolicy

from ..models import CoursePage
from ..models.permission_testers import can_see_draft
from ..models.release import CourseRelease


def reviewers(step: TaskState) -> QuerySet:
    """Those who can decide at this step of a review, administrators included as Wagtail does."""
    groups = getattr(step.task.specific, "groups", None)
    condition = Q(groups__in=groups.all()) if groups else Q(pk=None)
    if getattr(settings, "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", True):
        condition |= Q(is_superuser=True)
    return get_user_model().objects.filter(condition)


def authors(release: CourseRelease) -> QuerySet:
    """The team of the course, and whoever submitted it."""
    is_on_team = Q(groups__course_team__course=release.course_id)
    return get_user_model().objects.filter(is_on_team | Q(pk=release.submitted_by_id))


def has_active_author(release: CourseRelease) -> bool:
    """Whether somebody is left who hears of it and can go on with it: their accounts can be
    switched off, or off the team, by now."""
    users = authors(release).filter(is_active=True)
    return any(can_see_draft(release.course, user) for user in users)


def publishers(course: CoursePage) -> QuerySet:
    """Those who may release the course: its editors, and administrators."""
    return PagePermissionPolicy().users_with_permission_for_instance("publish", course)


def notifiable(
    users: QuerySet, preference: str = "", *, exclude: AbstractBaseUser | None = None
) -> QuerySet:
    """Those of `users` who can be written to and have not switched `preference` off.

    `preference` is the field of Wagtail's user profile; an account without a profile has
    everything on, as there. Nobody is told what they did themselves (`exclude`).
    """
    recipients = users.filter(is_active=True).exclude(email="").exclude(pk=exclude and exclude.pk)
    if preference:
        enabled = {f"wagtail_userprofile__{preference}": True}
        recipients = recipients.filter(Q(wagtail_userprofile=None) | Q(**enabled))
    return recipients.select_related("wagtail_userprofile").order_by("pk").distinct()
