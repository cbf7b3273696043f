"""Wagtail's own workflow mails, for every page but courses: those have better ones.

See `release/letters.py`. Connected in place of Wagtail's receivers, under their names
(`wagtail.admin.signal_handlers`), so it does not matter whose app is ready first.
"""

from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from .models import CoursePage


class PassesOverCourses:
    def can_handle(self, instance: TaskState | WorkflowState, **signal) -> bool:
        state = getattr(instance, "workflow_state", instance)
        model = state.content_type.model_class()
        is_course = model is not None and issubclass(model, CoursePage)
        return not is_course and super().can_handle(instance, **signal)


class TaskSubmitted(PassesOverCourses, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class WorkflowSubmitted(PassesOverCourses, mail.WorkflowStateSubmissionEmailNotifier):
    pass


class WorkflowApproved(PassesOverCourses, mail.WorkflowStateApprovalEmailNotifier):
    pass


class WorkflowRejected(PassesOverCourses, mail.WorkflowStateRejectionEmailNotifier):
    pass


# Kept here because signals hold their receivers weakly.
RECEIVERS = [
    (task_submitted, TaskState, "group_approval_task_submitted", TaskSubmitted()),
    (workflow_submitted, WorkflowState, "workflow_state_submitted", WorkflowSubmitted()),
    (workflow_approved, WorkflowState, "workflow_state_approved", WorkflowApproved()),
    (workflow_rejected, WorkflowState, "workflow_state_rejected", WorkflowRejected()),
]


def connect() -> None:
    for signal, sender, name, receiver in RECEIVERS:
        uid = f"{name}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(receiver, sender=sender, dispatch_uid=uid)
