"""Somebody changes how courses are reviewed while one is in review."""

import pytest
from django.urls import reverse
from wagtail.models import Task, Workflow

from courses.models import CoursePage, CourseRelease
from courses.release.submission import submit
from courses.tests.release import admin_actions
from courses.tests.release.test_behaviour_steps import expert, expert_client, two_steps

from .admin_pages import reload

__all__ = ["expert", "expert_client", "two_steps"]
Status = CourseRelease.Status


@pytest.fixture
def submit_course(published_course, instructor):
    def make() -> CoursePage:
        admin_actions.edit_lesson(published_course.outline.lessons[0], title="Unseen")
        submit(published_course, by=instructor)
        return reload(published_course)

    return make


def disable_task(client, task: Task) -> None:
    client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))


def statuses(course: CoursePage) -> list[str]:
    return list(course.releases.order_by("pk").values_list("status", flat=True))


def test_last_task_is_not_disabled_while_a_course_is_in_review(submit_course, editor_client):
    course = submit_course()
    task = course.current_workflow_task
    disable_task(editor_client, task)
    assert Task.objects.get(pk=task.pk).active
    assert admin_actions.titles(course)[0] != "Unseen"
    assert statuses(course) == [Status.PUBLISHED, Status.IN_REVIEW]
    admin_actions.approve(editor_client, course)
    assert admin_actions.titles(course)[0] == "Unseen"


def test_course_moves_to_the_next_step_when_its_task_is_disabled(
    published_course, two_steps, submit_course, editor_client
):
    course = submit_course()
    disable_task(editor_client, course.current_workflow_task)
    assert reload(course).current_workflow_task.name == "Editor"
    assert statuses(course) == [Status.PUBLISHED, Status.IN_REVIEW]
    admin_actions.approve(editor_client, course)
    assert admin_actions.titles(course)[0] == "Unseen"


def test_disabling_the_workflow_cancels_the_release(submit_course, editor_client):
    course = submit_course()
    workflow = Workflow.objects.get(workflow_states=course.current_workflow_state)
    editor_client.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))
    assert statuses(course) == [Status.PUBLISHED, Status.CANCELLED]
    assert admin_actions.titles(course)[0] != "Unseen"
    assert not reload(course).workflow_in_progress
