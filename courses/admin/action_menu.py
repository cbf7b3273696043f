"""The button at the foot of the page editor: a draft is saved, the rest leads on."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)

from ..models import CourseIndexPage, CoursePage, LessonPage
from .review_status import ReviewStatus

# What Wagtail offers and would do without anybody having seen all lessons.
PAGE_WORKFLOW_ITEMS = (
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)


class SubmitItem(ActionMenuItem):
    """Saves, then leads on."""

    name = "action-submit"
    icon_name = "upload"
    order = 60

    @property
    def label(self):
        return _("Save and submit for review")


class WithdrawItem(CancelWorkflowMenuItem):
    label = _("Withdraw from review")


class CourseLink(ActionMenuItem):
    """Leads to a page about the course, without saving."""

    def __init__(self, course: CoursePage, label: str, name: str, icon_name: str) -> None:
        super().__init__(order=60)
        self.course, self.label, self.url_name, self.icon_name = course, label, name, icon_name
        self.name = f"action-{name}"

    def get_url(self, parent_context: dict) -> str:
        return reverse(f"courses_admin:{self.url_name}", args=[self.course.pk])


def construct(items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    """For the hook `construct_page_action_menu`. `items` begin with the one that is shown first."""
    page, parent = context.get("page"), context.get("parent_page")
    if isinstance(page or parent, (CoursePage, LessonPage)) or isinstance(parent, CourseIndexPage):
        items[:] = [item for item in items if not isinstance(item, PAGE_WORKFLOW_ITEMS)]
    if isinstance(page, CoursePage):
        items[:] = [_with_own_label(item) for item in items]
        _add(_course_items(ReviewStatus(page, request.user), context), items, context)
    elif isinstance(page, LessonPage):
        _add(_lesson_items(ReviewStatus(page.course, request.user)), items, context)


def _add(new_items: list[ActionMenuItem], items: list[ActionMenuItem], context: dict) -> None:
    """Below what saves; to whom the page is locked, the way on is the main button."""
    place = 0 if context.get("locked_for_user") else len(items)
    items[place:place] = new_items


def _with_own_label(item: ActionMenuItem) -> ActionMenuItem:
    return WithdrawItem(item.order) if isinstance(item, CancelWorkflowMenuItem) else item


def _course_items(status: ReviewStatus, context: dict) -> list[ActionMenuItem]:
    if status.release:
        return [_review_link(status)] if status.may_view else []
    may_submit = context["view"] == "edit" and not context["locked_for_user"]
    return [SubmitItem()] if may_submit and not status.course.archived_at else []


def _lesson_items(status: ReviewStatus) -> list[ActionMenuItem]:
    if status.release:
        return [_review_link(status)] if status.may_view else []
    if status.course.archived_at:
        return []
    return [CourseLink(status.course, _("Submit the course"), "submit", "upload")]


def _review_link(status: ReviewStatus) -> ActionMenuItem:
    label = _("Review") if status.is_reviewer else _("See the review")
    return CourseLink(status.course, label, "review", "clipboard-list")
