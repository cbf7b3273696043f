"""Where a course stands between draft and release, and what one person may do about it."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import TaskState, WorkflowState

from ..models import CoursePage
from ..models.release import CourseRelease
from ..release.review import is_reviewer
from ..release.reviewers import stall, steps_after
from .notices import Notice, notice


class ReviewStatus:
    """`course` in the eyes of `user`. Answers are remembered: make one for each request."""

    def __init__(self, course: CoursePage, user: AbstractBaseUser) -> None:
        self.course, self.user = course, user

    @cached_property
    def permissions(self):
        return self.course.permissions_for_user(self.user)

    @cached_property
    def release(self) -> CourseRelease | None:
        """The open one: in review, or waiting for its hour."""
        releases = self.course.releases.select_related(
            "submitted_by", "reviewed_by", "workflow_state"
        )
        # The course's own locks ask for it too.
        self.course.open_release = releases.open().first()
        return self.course.open_release

    @cached_property
    def last_release(self) -> CourseRelease | None:
        """The newest that is no longer open, whatever became of it."""
        releases = self.course.releases.select_related("submitted_by", "reviewed_by")
        return releases.exclude(status__in=CourseRelease.OPEN).first()

    @cached_property
    def step(self) -> TaskState | None:
        """The step of the review it is at; None when nobody reviews it."""
        if not self.is_in_review:
            return None
        states = self.course.workflow_states.filter(status=WorkflowState.STATUS_IN_PROGRESS)
        state = states.select_related("workflow", "current_task_state__task").first()
        if state and state.current_task_state:
            state.current_task_state.workflow_state = state
            return state.current_task_state
        return None

    @property
    def is_in_review(self) -> bool:
        return bool(self.release and self.release.is_in_review)

    @property
    def is_scheduled(self) -> bool:
        return bool(self.release and not self.release.is_in_review)

    @cached_property
    def is_last_step(self) -> bool:
        return bool(self.step and not steps_after(self.step.workflow_state).exists())

    @cached_property
    def is_reviewer(self) -> bool:
        return bool(self.step and is_reviewer(self.course, self.step, self.user))

    @cached_property
    def may_edit(self) -> bool:
        return self.permissions.can_edit()

    @cached_property
    def may_release(self) -> bool:
        return self.permissions.can_release()

    @property
    def may_view(self) -> bool:
        return self.is_reviewer or self.may_edit or self.may_release

    @property
    def may_withdraw(self) -> bool:
        return self.is_in_review and self.may_edit

    @property
    def may_edit_now(self) -> bool:
        """The course and its lessons. During a review its reviewers alone do."""
        return self.is_reviewer if self.is_in_review else self.may_edit

    @cached_property
    def stall(self) -> Notice | None:
        """Why nobody can decide on it now; None when somebody can, or nothing is in review."""
        if not self.is_in_review:
            return None
        return notice(stall(self.release, self.step, is_last=self.is_last_step), self.user)
