"""A stock workflow of two steps, and people of each."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from courses.models import CourseRelease
from courses.models.exceptions import CourseRefusal
from courses.release.changes import Changes
from courses.teams.roles import EDITORS
from courses.tests import factories
from courses.tests.forms import lesson_form

from . import admin_actions
from .conftest import client_of

Status = CourseRelease.Status


@pytest.fixture
def expert(home):
    """Opens the admin and decides the first step; has no right on any page."""
    group = Group.objects.create(name="Subject experts")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = factories.user("expert")
    user.groups.add(group)
    return user


@pytest.fixture
def expert_client(expert):
    return client_of(expert)


@pytest.fixture
def two_steps(index, expert) -> Workflow:
    """Wagtail's own approval tasks, assigned to the catalogue in place of ours."""
    workflow = Workflow.objects.create(name="Expert, then editor")
    for order, (name, group) in enumerate([("Expert", "Subject experts"), ("Editor", EDITORS)]):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(Group.objects.get(name=group))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=index, defaults={"workflow": workflow})
    return workflow


def statuses(course) -> list[str]:
    return list(course.releases.order_by("pk").values_list("status", flat=True))


def test_both_steps_have_to_approve_one_release(
    published_course, two_steps, instructor_client, expert_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Twice approved")
    admin_actions.submit(instructor_client, published_course)
    admin_actions.approve(expert_client, published_course)
    assert statuses(published_course) == [Status.PUBLISHED, Status.IN_REVIEW]
    assert admin_actions.titles(published_course)[0] == lesson.title
    admin_actions.approve(editor_client, published_course)
    assert statuses(published_course) == [Status.PUBLISHED, Status.PUBLISHED]
    assert admin_actions.titles(published_course)[0] == "Twice approved"


def test_editor_cannot_approve_the_experts_step(
    published_course, two_steps, instructor_client, editor_client
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Skipped")
    admin_actions.submit(instructor_client, published_course)
    admin_actions.approve(editor_client, published_course)
    assert statuses(published_course) == [Status.PUBLISHED, Status.IN_REVIEW]
    assert published_course.current_workflow_task.name == "Expert"


def test_course_returned_by_the_second_step_is_resubmitted_to_it(
    published_course, two_steps, instructor_client, expert_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="First try")
    admin_actions.submit(instructor_client, published_course)
    admin_actions.approve(expert_client, published_course)
    admin_actions.request_changes(editor_client, published_course)
    admin_actions.edit_lesson(lesson, title="Second try")
    admin_actions.submit(instructor_client, published_course)
    assert published_course.current_workflow_task.name == "Editor"
    admin_actions.approve(editor_client, published_course)
    assert admin_actions.titles(published_course)[0] == "Second try"


def test_expert_edits_lessons_in_review_and_no_others(
    published_course, two_steps, instructor_client, expert_client
):
    lesson = published_course.outline.lessons[0]
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert expert_client.get(url).status_code == 302
    admin_actions.edit_lesson(lesson, title="To be read")
    admin_actions.submit(instructor_client, published_course)
    assert expert_client.get(url).status_code == 200
    expert_client.post(url, lesson_form(lesson, title="Mended by the expert"))
    assert Changes(published_course).lesson_rows[0].title == "Mended by the expert"


def test_approval_without_a_fingerprint_is_refused(
    published_course, two_steps, instructor_client, expert, editor
):
    """Code or a stock button that approves every step publishes nothing nobody saw."""
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Unseen")
    admin_actions.submit(instructor_client, published_course)
    published_course.current_workflow_task_state.approve(user=expert)
    with pytest.raises(CourseRefusal):
        published_course.current_workflow_task_state.approve(user=editor)
    assert admin_actions.titles(published_course)[0] == lesson.title
    assert published_course.current_workflow_task.name == "Editor"


def test_last_reviewer_without_permission_to_publish_is_shown_a_message(
    published_course, two_steps, instructor_client, expert_client, expert
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Not by you")
    admin_actions.submit(instructor_client, published_course)
    WorkflowTask.objects.get(task__name="Editor").delete()
    refusal = "nobody in its groups may publish courses"
    review_response = expert_client.get(reverse("courses_admin:review", args=[published_course.pk]))
    assert refusal in review_response.content.decode()
    response = admin_actions.approve(expert_client, published_course, follow=True)
    assert refusal in response.content.decode()
    assert admin_actions.titles(published_course)[0] == lesson.title
