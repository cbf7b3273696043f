"""Whoever changes what is reviewed, and by whom, is named."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage

from courses.models import CourseIndexPage, CourseReviewTask


@pytest.fixture
def workflow_page(root, index) -> WorkflowPage:
    """That courses are reviewed, as the site is set up."""
    return WorkflowPage.objects.get(page=CourseIndexPage.objects.get())


@pytest.mark.parametrize("target", ["workflow", "task"])
def test_review_switched_off_and_on_is_logged(root_client, workflow_page, entries, target):
    kind, names = {
        "workflow": (Workflow, ("disable", "enable")),
        "task": (CourseReviewTask, ("disable_task", "enable_task")),
    }[target]
    number = kind.objects.first().pk
    responses = [
        root_client.post(reverse(f"wagtailadmin_workflows:{name}", args=[number])) for name in names
    ]
    disabled, enabled = (entry for entry in entries() if "sed for reviews" in entry.message)
    assert (disabled.message, enabled.message) == (
        "Not used for reviews any more",
        "Used for reviews again",
    )
    assert {disabled.user.username, enabled.user.username} == {"root"}
    assert [disabled.uuid.hex, enabled.uuid.hex] == [
        response["X-Request-ID"] for response in responses
    ]


def test_pages_that_are_reviewed_no_more_are_logged(root_client, workflow_page, messages):
    page, workflow = workflow_page.page_id, workflow_page.workflow
    address = reverse("wagtailadmin_workflows:remove", args=[page, workflow.pk])
    root_client.post(address)
    assert messages() == [(f"No longer reviewed by “{workflow.name}”", "root")]


def test_pages_that_are_reviewed_from_now_on_are_logged(root_client, workflow_page, messages):
    page, workflow = workflow_page.page_id, workflow_page.workflow
    workflow_page.delete()
    messages()
    step = workflow.workflow_tasks.get()
    rows = {
        **{"workflow_tasks-0-id": step.pk, "workflow_tasks-0-task": step.task_id},
        **{"workflow_tasks-0-ORDER": 1, "pages-0-page": page},
        **{"workflow_tasks-TOTAL_FORMS": 1, "workflow_tasks-INITIAL_FORMS": 1},
        **{"pages-TOTAL_FORMS": 1, "pages-INITIAL_FORMS": 0},
    }
    address = reverse("wagtailadmin_workflows:edit", args=[workflow.pk])
    root_client.post(address, {**rows, "name": workflow.name})
    assert (f"Reviewed by “{workflow.name}”, with all below it", "root") in messages()


def test_deleted_page_logs_no_end_of_review(root_client, workflow_page, messages):
    course = workflow_page.page.specific
    root_client.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))
    assert not [message for message, _who in messages() if "reviewed by" in message.lower()]
