"""What is reviewed, and by which steps: whoever switches that off has to be named.

Wagtail writes down that workflows and steps were made and edited, and nothing of the rest. What
nobody does, such as setting the site up, is left out.
"""

from __future__ import annotations

from django.db.models import Model, QuerySet
from wagtail.models import Task, Workflow, WorkflowPage

from .entries import actor, record


def store_previous(*, instance: Workflow | Task, raw: bool, **signal) -> None:
    """Before a workflow or a step is saved: whether it was in use."""
    model = Task if isinstance(instance, Task) else Workflow
    previous = (
        None if raw else model.objects.filter(pk=instance.pk).values_list("active", flat=True)
    )
    instance.was_active = instance.active if previous is None else previous.first()


def record_switch(*, instance: Workflow | Task, created: bool, **signal) -> None:
    if not created and instance.was_active != instance.active and actor():
        record(instance, f"skillmate.review_{'on' if instance.active else 'off'}")


def record_assignment(*, instance: WorkflowPage, raw: bool, **signal) -> None:
    """After a page, with those below it, was given a workflow."""
    if not raw:
        _record_review(instance, "skillmate.review_given")


def record_unassignment(
    *, instance: WorkflowPage, origin: Model | QuerySet | None = None, **signal
) -> None:
    """After that was taken away; of a page that is deleted nothing has to be told."""
    if getattr(origin, "model", type(origin)) is WorkflowPage:
        _record_review(instance, "skillmate.review_taken")


def _record_review(instance: WorkflowPage, action: str) -> None:
    if actor():
        record(instance.page.specific, action, workflow=instance.workflow.name)
