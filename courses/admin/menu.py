"""Ways in: the menu, and buttons beside courses."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page

from ..authoring.course_creation import MAY_CREATE
from ..models import CourseIndexPage, CoursePage


class NewCourseItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_CREATE)


def new_course_item() -> MenuItem:
    return NewCourseItem(
        _("New course"),
        reverse("courses_admin:new"),
        name="new-course",
        icon_name="plus-inverse",
        order=110,  # below the page explorer
    )


def course_buttons(page: Page, user: AbstractBaseUser, next_url=None, **kwargs) -> Iterator[Button]:
    """What can be done with a course besides editing it: for its header and its listing row."""
    if not isinstance(page.specific_deferred, CoursePage):
        return
    tester = page.specific_deferred.permissions_for_user(user)
    if tester.can_manage_team():
        yield _button(_("Team"), "team", page, "group", 61)
    if tester.can_edit():
        yield _button(_("Releases"), "history", page, "clipboard-list", 62)
    if tester.can_release():
        yield _archive_button(page.specific_deferred)


def new_course_button(page: Page, user: AbstractBaseUser, view_name: str, **kwargs) -> Iterator:
    """In the header of the catalogue's listing."""
    if (
        view_name == "index"
        and page.specific_class is CourseIndexPage
        and user.has_perm(MAY_CREATE)
    ):
        label, url = _("New course"), reverse("courses_admin:new")
        yield HeaderButton(label, url=url, icon_name="plus-inverse", priority=1)


def _archive_button(course: CoursePage) -> Button:
    if course.archived_at:
        return _button(_("Reopen"), "reopen", course, "folder-open-1", 63)
    return _button(_("Archive"), "archive", course, "folder", 63)


def _button(label: str, name: str, course: Page, icon: str, priority: int) -> Button:
    url = reverse(f"courses_admin:{name}", args=[course.pk])
    return Button(label, url=url, icon_name=icon, priority=priority)
