"""The way to the review: a button above courses and their lessons, and beside courses in lists."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page

from ..models import CoursePage, LessonPage
from ..models.release import CourseRelease, CourseReleaseItem
from ..release.pending_changes import waiting
from .review_status import ReviewStatus

PRIORITY = 1
REVIEW = ("review", "clipboard-list")


class ReviewButtonMixin:
    """For editors of courses and lessons, which are submitted and reviewed together."""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return list(self._review_button())

    def _review_button(self) -> Iterator[HeaderButton]:
        course = course_of(self.page)
        label, name, icon = next_step(ReviewStatus(course, self.request.user))
        if label:
            yield HeaderButton(label, url=_url(name, course), icon_name=icon)


def header_buttons(
    page: Page, user: AbstractBaseUser, view_name: str, **kwargs
) -> Iterator[Button]:
    """In the list of a course's lessons. (The editor has a louder one.)"""
    course = course_of(page) if view_name == "index" else None
    if course:
        label, name, icon = next_step(ReviewStatus(course, user))
        if label:
            yield Button(label, url=_url(name, course), icon_name=icon, priority=PRIORITY)


def listing_buttons(page: Page, user: AbstractBaseUser, **kwargs) -> Iterator[Button]:
    """Among other rows: says no numbers, so that a list of courses asks for none."""
    if page.specific_class is not CoursePage:
        return
    course = page.specific_deferred
    if course.archived_at or not course.permissions_for_user(user).can_edit():
        return
    if course.workflow_in_progress:
        label, (name, icon) = _("Review"), REVIEW
    else:
        label, name, icon = _("Submit for review"), "submit", "upload"
    yield Button(label, url=_url(name, course), icon_name=icon, priority=PRIORITY)


def next_step(status: ReviewStatus) -> tuple[str, str, str]:
    """What comes next for this user: label, name of the address, icon. Empty: nothing does."""
    if status.is_scheduled and status.may_view:
        return _("Scheduled"), "review", "calendar"
    if status.is_in_review and status.is_reviewer:
        return _("Review (%(waiting)s)") % {"waiting": review_progress(status.release)}, *REVIEW
    if status.is_in_review and status.may_view:
        return _("In review (%(waiting)s)") % {"waiting": review_progress(status.release)}, *REVIEW
    if status.may_edit and not status.is_in_review and not status.course.archived_at:
        return _submit_label(status.course), "submit", "upload"
    return "", "", ""


def review_progress(release: CourseRelease) -> str:
    """How much waits for the reviewer, and for how long: “3 changes, 2 days”."""
    unchanged = CourseReleaseItem.Kind.UNCHANGED
    count = release.items.exclude(kind=unchanged, moved=False).count()
    age = timesince(release.submitted_at, depth=1)
    return f"{_change_count_text(count)}, {age}"


def course_of(page: Page) -> CoursePage | None:
    """The course `page` is, or is a lesson of; None for other pages."""
    if page.specific_class is CoursePage:
        return page.specific_deferred
    return page.specific_deferred.course if page.specific_class is LessonPage else None


def _submit_label(course: CoursePage) -> str:
    if count := waiting([course])[course.pk].count:
        return _("Submit for review (%(changes)s)") % {"changes": _change_count_text(count)}
    return _("Submit for review")


def _change_count_text(count: int) -> str:
    return ngettext("%(count)s change", "%(count)s changes", count) % {"count": count}


def _url(name: str, course: CoursePage) -> str:
    return reverse(f"courses_admin:{name}", args=[course.pk])
