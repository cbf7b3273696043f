"""Wagtail's menus of courses and lessons, with their author's next step in place of dead ends."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from ..models import CoursePage, LessonPage
from .copy_views import may_copy
from .curriculum_views import curriculum_url

Buttons = list[Button]


class AuthorMenuMixin:
    """For views of a page that have Wagtail's menu in their header."""

    @property
    def header_more_buttons(self) -> Buttons:
        page = getattr(self, "parent_page", None) or self.page
        return useful(super().header_more_buttons, page, self.request.user)


def useful(buttons: Buttons, page: Page, user: AbstractBaseUser) -> Buttons:
    """Those of `buttons` that can help `user` with `page`."""
    dead_ends = {*_dead_ends(page, user)}
    return [button for button in buttons if _address(button) not in dead_ends]


def _address(button: Button) -> str:
    return (button.url or "").partition("?next=")[0]


def author_buttons(page: Page, user: AbstractBaseUser, next_url=None, **kwargs) -> Iterator[Button]:
    """For the header of courses and lessons, and for their rows in lists."""
    page = page.specific_deferred
    if isinstance(page, CoursePage):
        yield from _course_buttons(page, user)
    elif isinstance(page, LessonPage) and page.course.permissions_for_user(user).can_add_subpage():
        url = reverse("courses_admin:new_lesson", args=[page.course.pk])
        label = _("New lesson after this one")
        after = urlencode({"after": page.pk})
        yield Button(label, url=f"{url}?{after}", icon_name="plus", priority=15)


def _course_buttons(course: CoursePage, user: AbstractBaseUser) -> Iterator[Button]:
    tester = course.permissions_for_user(user)
    if tester.can_add_subpage():
        url = reverse("courses_admin:new_lesson", args=[course.pk])
        yield Button(_("New lesson"), url=url, icon_name="plus", priority=8)
    if tester.can_edit():
        url = curriculum_url(course)
        yield Button(_("Curriculum"), url=url, icon_name="list-ul", priority=9)
    if may_copy(course, user):
        url = reverse("courses_admin:copy", args=[course.pk])
        yield Button(_("New course from this one"), url=url, icon_name="copy", priority=20)


def _dead_ends(page: Page, user: AbstractBaseUser) -> Iterator[str]:
    """Addresses of Wagtail's that have nothing for this page.

    A course has lessons alone below it, which begin at "New lesson"; its order is its curriculum,
    which no menu shows; there is one catalogue, and "New course from this one" copies into it. A
    lesson has nothing below it.
    """
    if page.specific_class not in (CoursePage, LessonPage):
        return
    yield reverse("wagtailadmin_pages:add_subpage", args=[page.pk])
    yield reverse("wagtailadmin_explore", args=[page.pk]) + "?ordering=ord"
    if page.specific_class is CoursePage:
        yield reverse("wagtailadmin_pages:copy", args=[page.pk])
    if page.specific_class is CoursePage or not _may_add_elsewhere(page, user):
        yield reverse("wagtailadmin_pages:move", args=[page.pk])


def _may_add_elsewhere(lesson: Page, user: AbstractBaseUser) -> bool:
    """Whether there may be another course for `lesson`. Asks what Wagtail remembers of `user`."""
    if user.is_superuser:
        return True
    course_path = lesson.path[: -lesson.steplen]
    permissions = PagePermissionPolicy().get_cached_permissions_for_user(user)
    return any(
        permission.permission.codename == "add_page" and permission.page.path != course_path
        for permission in permissions
    )
