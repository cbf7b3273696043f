"""Wagtail's own mails about drafts go to those who may still open them.

Its workflow mails go out for every page but courses: those have better ones. See
`notifications`. Connected in place of Wagtail's receivers, under their names
(`wagtail.admin.signal_handlers`), so it does not matter whose app is ready first.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from wagtail.admin import mail
from wagtail.admin.views.pages import edit
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from ..models import CoursePage
from ..models.permission_testers import can_see_draft


class SkipCoursesMixin:
    def can_handle(self, instance: TaskState | WorkflowState, **signal) -> bool:
        state = getattr(instance, "workflow_state", instance)
        model = state.content_type.model_class()
        is_course = model is not None and issubclass(model, CoursePage)
        return not is_course and super().can_handle(instance, **signal)


class TaskSubmitted(SkipCoursesMixin, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class WorkflowSubmitted(SkipCoursesMixin, mail.WorkflowStateSubmissionEmailNotifier):
    pass


class CurrentEditorsMixin:
    """Whoever asked for the review may be off the page's editors by now."""

    def get_recipient_users(self, state: WorkflowState, **signal) -> set[AbstractBaseUser]:
        users = super().get_recipient_users(state, **signal)
        return {*permitted_users(state.content_object, users)}


class WorkflowApproved(
    SkipCoursesMixin, CurrentEditorsMixin, mail.WorkflowStateApprovalEmailNotifier
):
    pass


class WorkflowRejected(
    SkipCoursesMixin, CurrentEditorsMixin, mail.WorkflowStateRejectionEmailNotifier
):
    pass


# Kept here because signals hold their receivers weakly.
RECEIVERS = [
    (task_submitted, TaskState, "group_approval_task_submitted", TaskSubmitted()),
    (workflow_submitted, WorkflowState, "workflow_state_submitted", WorkflowSubmitted()),
    (workflow_approved, WorkflowState, "workflow_state_approved", WorkflowApproved()),
    (workflow_rejected, WorkflowState, "workflow_state_rejected", WorkflowRejected()),
]


def permitted_users(draft: object, users: Iterable[AbstractBaseUser]) -> list[AbstractBaseUser]:
    """Snippets, which go through workflows too, are nobody's secret."""
    return [user for user in users if not isinstance(draft, Page) or can_see_draft(draft, user)]


_wagtail_send_notification = edit.send_notification


def _send_to_permitted_users(
    users: Iterable[AbstractBaseUser], notification: str, context: dict
) -> bool:
    """Wagtail mails comments to all who ever subscribed to the page or wrote in the thread."""
    return _wagtail_send_notification(
        permitted_users(context["page"], users), notification, context
    )


def connect() -> None:
    edit.send_notification = _send_to_permitted_users  # the page editor sends nothing else with it
    for signal, sender, name, receiver in RECEIVERS:
        uid = f"{name}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(receiver, sender=sender, dispatch_uid=uid)
