"""Whoever changes what is reviewed, and by whom, is named."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage

from courses.models import CourseIndexPage, CourseReviewTask

pytestmark = pytest.mark.both_databases


@pytest.fixture
def given(root, index) -> WorkflowPage:
    """That courses are reviewed, as the site is set up."""
    return WorkflowPage.objects.get(page=CourseIndexPage.objects.get())


@pytest.mark.parametrize("what", ["workflow", "task"])
def test_review_switched_off_and_on_is_told(root_client, given, entries, what):
    kind, names = {
        "workflow": (Workflow, ("disable", "enable")),
        "task": (CourseReviewTask, ("disable_task", "enable_task")),
    }[what]
    number = kind.objects.first().pk
    responses = [
        root_client.post(reverse(f"wagtailadmin_workflows:{name}", args=[number])) for name in names
    ]
    off, on = (each for each in entries() if "sed for reviews" in each.message)
    assert (off.message, on.message) == ("Not used for reviews any more", "Used for reviews again")
    assert {off.user.username, on.user.username} == {"root"}
    assert [off.uuid.hex, on.uuid.hex] == [each["X-Request-ID"] for each in responses]


def test_pages_that_are_reviewed_no_more_are_told(root_client, given, told):
    page, workflow = given.page_id, given.workflow
    address = reverse("wagtailadmin_workflows:remove", args=[page, workflow.pk])
    root_client.post(address)
    assert told() == [(f"No longer reviewed by “{workflow.name}”", "root")]


def test_pages_that_are_reviewed_from_now_on_are_told(root_client, given, told):
    page, workflow = given.page_id, given.workflow
    given.delete()
    told()
    step = workflow.workflow_tasks.get()
    rows = {
        **{"workflow_tasks-0-id": step.pk, "workflow_tasks-0-task": step.task_id},
        **{"workflow_tasks-0-ORDER": 1, "pages-0-page": page},
        **{"workflow_tasks-TOTAL_FORMS": 1, "workflow_tasks-INITIAL_FORMS": 1},
        **{"pages-TOTAL_FORMS": 1, "pages-INITIAL_FORMS": 0},
    }
    address = reverse("wagtailadmin_workflows:edit", args=[workflow.pk])
    root_client.post(address, {**rows, "name": workflow.name})
    assert (f"Reviewed by “{workflow.name}”, with all below it", "root") in told()


def test_page_that_is_deleted_says_so_once(root_client, given, told):
    course = given.page.specific
    root_client.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))
    assert not [message for message, _who in told() if "reviewed by" in message.lower()]
