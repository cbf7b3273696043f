"""Why a course or lesson cannot be deleted or moved, and what to do instead."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..models import CoursePage, LessonPage
from ..models.permission_testers import is_protected_by_records, is_protected_by_releases

Released = CoursePage | LessonPage


def deletion_refusal(page: Released, user: AbstractBaseUser) -> str:
    """Empty when `user` can delete `page`."""
    return "" if page.permissions_for_user(user).can_delete() else _refusal_message(page, user)


def move_refusal(page: Released, user: AbstractBaseUser) -> str:
    """Empty when `user` can move `page` somewhere."""
    return "" if page.permissions_for_user(user).can_move() else _refusal_message(page, user)


def arrival_refusal(page: Page, destination: Page, user: AbstractBaseUser) -> str:
    """Empty unless `destination` is a course of the user's that takes no lessons now."""
    if not (isinstance(page, LessonPage) and isinstance(destination, CoursePage)):
        return ""
    tester = destination.permissions_for_user(user)
    if tester.can_add_subpage() or not (tester.can_edit() and destination.open_release):
        return ""
    return _(
        "“%(title)s” takes no lessons while it is in review or scheduled. Move the lesson "
        "when that is decided."
    ) % {"title": destination.get_admin_display_title()}


def _refusal_message(page: Released, user: AbstractBaseUser) -> str:
    message = (
        _open_release_message(page, user)
        or _protection_message(page)
        or _permission_message(page, user)
    )
    return message % {"title": page.get_admin_display_title(), "instead": _alternative(page)}


def _open_release_message(page: Released, user: AbstractBaseUser) -> str:
    course = page if isinstance(page, CoursePage) else page.course
    if course.open_release is None:
        return ""
    if course.open_release.is_in_review:
        return _(
            "“%(title)s” stays where it is while its course is in review. Wait for the answer, or "
            "withdraw the course from review."
        )
    if course.permissions_for_user(user).can_release():
        return _("“%(title)s” is part of a scheduled release. Unschedule it first.")
    return _("“%(title)s” is part of a scheduled release. Ask an editor to unschedule that first.")


def _protection_message(page: Released) -> str:
    if is_protected_by_records(page):
        return _("“%(title)s” stays, because learners have worked on it. %(instead)s")
    if is_protected_by_releases(page):
        return _("“%(title)s” stays, because a release with it can be restored. %(instead)s")
    return ""


def _permission_message(page: Released, user: AbstractBaseUser) -> str:
    if page.live:
        return _("“%(title)s” is live, so your account cannot do this. %(instead)s")
    if isinstance(page, CoursePage) and page.permissions_for_user(user).can_release():
        return _(
            "“%(title)s” was public once, so it is not deleted with all its lessons. Archive it, "
            "or delete its lessons first."
        )
    return _("Your account cannot do this to “%(title)s”. Ask an editor.")


def _alternative(page: Released) -> str:
    if isinstance(page, CoursePage):
        return _("An editor can archive or unpublish it.")
    if page.live:
        return _(
            "Take it out of the curriculum and submit the course: learners no longer see it then."
        )
    return _("It can stay as it is: learners do not see it.")
