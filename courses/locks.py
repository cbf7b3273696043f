"""Why a page cannot be edited right now, and what to do instead."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock, WorkflowLock


class CourseInReviewLock(WorkflowLock):
    """While a course is in review its reviewers may mend it; its team waits."""

    def get_message(self, user: AbstractBaseUser) -> str | None:
        if self.for_user(user):
            return _(
                "This course is in review, so that the reviewer sees what goes live. Wait for the "
                "answer, or withdraw the course from review to go on editing."
            )
        return _("This course is in review. What you change here has to be reviewed again.")

    def get_description(self, user: AbstractBaseUser, can_lock: bool = False) -> str:
        return _("Only reviewers can edit while the course is in review")


class LessonInReviewLock(BaseLock):
    """A lesson is locked with its course."""

    def __init__(self, lesson, task) -> None:
        super().__init__(lesson)
        self.task = task

    def for_user(self, user: AbstractBaseUser) -> bool:
        return self.task.locked_for_user(self.object.course, user)

    def get_message(self, user: AbstractBaseUser) -> str | None:
        if self.for_user(user):
            return _(
                "The course of this lesson is in review, so that the reviewer sees what goes live. "
                "Wait for the answer, or withdraw the course from review to go on editing."
            )
        return _("The course of this lesson is in review. What you change has to be looked at.")

    def get_locked_by(self, user: AbstractBaseUser) -> str:
        return _("Locked by the review of its course")

    def get_description(self, user: AbstractBaseUser) -> str:
        return _("Only reviewers can edit while the course is in review")
