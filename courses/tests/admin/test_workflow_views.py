"""Wagtail's pages for workflows say what is in review, and who is concerned hears of it."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Task, Workflow, WorkflowPage

from courses.models import CoursePage, CourseRelease
from courses.tests.release import admin_actions
from courses.tests.release.test_behaviour_steps import expert, expert_client, two_steps

from .messages import message_texts

__all__ = ["expert", "expert_client", "two_steps"]
Status = CourseRelease.Status


def workflow_url(name: str, instance) -> str:
    return reverse(f"wagtailadmin_workflows:{name}", args=[instance.pk])


@pytest.fixture
def review(in_review) -> Workflow:
    return Workflow.objects.get(name="Course review")


def test_whoever_disables_a_workflow_is_told_what_is_in_review(review, in_review, editor_client):
    html = editor_client.get(workflow_url("disable", review)).content.decode()
    assert "1 course is in review with this workflow. Disabling it calls that review off:" in html
    assert in_review.title in html
    assert "submitted by <bdi>instructor</bdi>" in html
    assert "no course can be submitted until another one" in html


def test_workflow_without_reviews_says_nothing_of_courses(draft_course, editor_client):
    workflow = Workflow.objects.create(name="Unused")
    html = editor_client.get(workflow_url("disable", workflow)).content.decode()
    assert "Yes, disable" in html
    assert "in review" not in html
    assert "no course can be submitted" not in html


def test_team_and_reviewers_are_written_to_when_the_workflow_is_disabled(
    review, in_review, editor_client, admin_client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(workflow_url("disable", review))
    assert list(in_review.releases.values_list("status", flat=True)) == [Status.CANCELLED]
    messages = {message.to[0]: message for message in mail.outbox}
    assert set(messages) == {"instructor@example.com", "editor@example.com"}
    assert {message.subject for message in mail.outbox} == {f"Review cancelled: {in_review.title}"}
    team, reviewer = messages["instructor@example.com"], messages["editor@example.com"]
    assert "its workflow, “Course review”, was disabled" in team.body
    assert "as soon as an editor has set up another review" in team.body
    assert "You need not do anything." in reviewer.body


def test_step_is_not_disabled_while_a_course_is_at_it_and_none_follows(
    review, in_review, editor_client
):
    step = in_review.current_workflow_task
    for response in (
        editor_client.get(workflow_url("disable_task", step)),
        editor_client.post(workflow_url("disable_task", step)),
    ):
        html = response.content.decode()
        assert "This step cannot be disabled now: 1 course is in review at it" in html
        assert in_review.title in html
        assert "Yes, disable" not in html
    assert Task.objects.get(pk=step.pk).active
    admin_actions.approve(editor_client, in_review)  # as the page says
    editor_client.post(workflow_url("disable_task", step))
    assert not Task.objects.get(pk=step.pk).active


def test_step_is_disabled_when_another_follows_whose_reviewers_are_told(
    published_course,
    two_steps,
    instructor_client,
    admin_client,
    django_capture_on_commit_callbacks,
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Unseen")
    admin_actions.submit(instructor_client, published_course)
    step = Task.objects.get(name="Expert")
    html = admin_client.get(workflow_url("disable_task", step)).content.decode()
    assert "It goes on to the next step" in html
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(workflow_url("disable_task", step))
    assert CoursePage.objects.get().current_workflow_task.name == "Editor"
    assert [message.to for message in mail.outbox] == [["editor@example.com"]]


def workflow_form(workflow: Workflow, *, steps: list[Task], pages: list) -> dict:
    """What Wagtail's form posts: every step the workflow has, those not in `steps` deleted."""
    rows = list(workflow.workflow_tasks.all())
    form = {
        "name": workflow.name,
        "workflow_tasks-TOTAL_FORMS": len(rows),
        "workflow_tasks-INITIAL_FORMS": len(rows),
        "workflow_tasks-MIN_NUM_FORMS": 0,
        "workflow_tasks-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        prefix = f"workflow_tasks-{number}"
        form |= {
            f"{prefix}-id": row.pk,
            f"{prefix}-task": row.task_id,
            f"{prefix}-ORDER": number + 1,
        }
        form[f"{prefix}-DELETE"] = "" if row.task in steps else "on"
    assigned = list(WorkflowPage.objects.filter(workflow=workflow))
    form |= {"pages-TOTAL_FORMS": len(assigned), "pages-INITIAL_FORMS": len(assigned)}
    form |= {"pages-MIN_NUM_FORMS": 0, "pages-MAX_NUM_FORMS": 1000}
    for number, row in enumerate(assigned):
        form |= {f"pages-{number}-page": row.page_id, f"pages-{number}-id": row.pk}
        form[f"pages-{number}-DELETE"] = "" if row.page in pages else "on"
    return form


def test_page_of_a_workflow_says_what_is_in_review(review, in_review, editor_client):
    html = editor_client.get(workflow_url("edit", review)).content.decode()
    assert "1 course is in review with this workflow:" in html
    assert in_review.title in html


def test_taking_the_catalogue_or_the_last_step_away_is_warned_of_and_ends_no_review(
    review, in_review, index, editor_client
):
    index_page = index.page_ptr
    url, steps = workflow_url("edit", review), [task.task for task in review.workflow_tasks.all()]
    data = workflow_form(review, steps=steps, pages=[index_page])
    assert len(message_texts(editor_client.post(url, data, follow=True))) == 1
    data = workflow_form(review, steps=steps, pages=[])
    warning = message_texts(editor_client.post(url, data, follow=True))[1]
    assert warning.startswith("No course can be submitted now")
    assert list(in_review.releases.values_list("status", flat=True)) == [Status.IN_REVIEW]
    admin_actions.approve(editor_client, in_review)
    assert CoursePage.objects.get().live
