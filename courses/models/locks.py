"""Why a page cannot be edited right now, and what to do instead."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock, WorkflowLock


def reason(lock: BaseLock, user: AbstractBaseUser) -> str:
    """Why `lock` keeps `user` out, in plain text."""
    if isinstance(lock, (CourseInReviewLock, LessonInReviewLock)):
        return lock.reason
    return strip_tags(lock.get_message(user) or lock.get_description(user))


class CourseInReviewLock(WorkflowLock):
    """While a course is in review its reviewers may mend it; its team waits."""

    @property
    def reason(self) -> str:
        return _(
            "This course is in review, so that the reviewer sees what goes live. Wait for the "
            "answer, or withdraw the course from review to go on editing."
        )

    def get_message(self, user: AbstractBaseUser) -> str | None:
        if self.for_user(user):
            return with_withdraw_button(self.reason, self.object)
        return _("This course is in review. What you change here has to be reviewed again.")

    def get_description(self, user: AbstractBaseUser, can_lock: bool = False) -> str:
        return _("Only reviewers can edit while the course is in review")


class LessonInReviewLock(BaseLock):
    """A lesson is locked with its course."""

    def __init__(self, lesson, task) -> None:
        super().__init__(lesson)
        self.task = task

    @property
    def reason(self) -> str:
        return _(
            "The course of this lesson is in review, so that the reviewer sees what goes live. "
            "Wait for the answer, or withdraw the course from review to go on editing."
        )

    def for_user(self, user: AbstractBaseUser) -> bool:
        return self.task.locked_for_user(self.object.course, user)

    def get_message(self, user: AbstractBaseUser) -> str | None:
        if self.for_user(user):
            return with_withdraw_button(self.reason, self.object.course)
        return _("The course of this lesson is in review. What you change has to be looked at.")

    def get_locked_by(self, user: AbstractBaseUser) -> str:
        return _("Locked by the review of its course")

    def get_description(self, user: AbstractBaseUser) -> str:
        return _("Only reviewers can edit while the course is in review")


def with_withdraw_button(message: str, course) -> SafeString:
    """`message` with a button that withdraws `course`. Only its team and editors read it.

    As Wagtail's editor writes its own "Unlock".
    """
    return format_html(
        '{} <span class="buttons"><button type="button" class="button button-small'
        ' button-secondary" data-controller="w-action" data-action="w-action#post"'
        ' data-w-action-url-value="{}">{}</button></span>',
        message,
        reverse("courses_admin:withdraw", args=[course.pk]),
        _("Withdraw from review"),
    )
