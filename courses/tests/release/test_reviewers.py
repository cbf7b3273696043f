"""No course is submitted to nobody: who reviews it is known before, and said."""

from io import StringIO

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Task,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from courses.models import CoursePage, CourseRelease, CourseReviewTask
from courses.release.review import request_changes
from courses.release.reviewers import NAMED
from courses.teams.roles import EDITORS, STOCK_GROUP, STOCK_REVIEW, setup_roles
from courses.tests.admin.admin_pages import course_url
from courses.tests.admin.messages import message_texts
from courses.tests.counting import get_query_count

from . import admin_actions
from .conftest import person
from .test_behaviour_steps import expert, expert_client, two_steps

__all__ = ["expert", "expert_client", "two_steps"]
Status = CourseRelease.Status
BUTTON = "Submit for review</button>"


def statuses(course: CoursePage) -> list[str]:
    return list(course.releases.order_by("pk").values_list("status", flat=True))


def submit_page(client, course: CoursePage):
    return client.get(course_url("submit", course))


def notice_of(response) -> str:
    return response.context["submission_notice"].message


def assert_refused(client, course: CoursePage, text: str) -> None:
    """Said before the button, which is not there; and by the verb."""
    before = statuses(course)
    page = submit_page(client, course)
    assert text in notice_of(page)
    assert BUTTON not in page.content.decode()
    response = admin_actions.submit(client, course)
    assert text in message_texts(response)[0]
    assert statuses(course) == before


def test_submit_page_names_those_who_review_first(draft_course, two_steps, instructor_client):
    response = submit_page(instructor_client, draft_course)
    assert response.context["first_step"].name == "Expert"
    assert [user.username for user in response.context["reviewers"]] == ["expert"]
    assert BUTTON in response.content.decode()


def test_few_of_many_reviewers_are_named_in_as_many_queries(draft_course, instructor_client):
    instructor_client.get(course_url("submit", draft_course))
    one = get_query_count(instructor_client, course_url("submit", draft_course))
    for number in range(NAMED + 3):
        person(f"reader{number}", EDITORS)
    response = submit_page(instructor_client, draft_course)
    assert len(response.context["reviewers"]) == NAMED
    assert "and others" in response.content.decode()
    assert get_query_count(instructor_client, course_url("submit", draft_course)) == one


def test_course_without_a_workflow_is_not_submitted(draft_course, instructor_client, editor_client):
    WorkflowPage.objects.all().delete()
    assert_refused(instructor_client, draft_course, "no active workflow is assigned")
    workflows = reverse("wagtailadmin_workflows:index")
    assert workflows not in submit_page(instructor_client, draft_course).content.decode()
    notice = submit_page(editor_client, draft_course).context["submission_notice"]
    assert [remedy.url for remedy in notice.remedies] == [workflows]


def test_workflow_of_other_pages_reviews_no_course(home, draft_course, instructor_client):
    stock = Workflow.objects.get(name=STOCK_REVIEW)
    Workflow.objects.get(name="Course review").deactivate()
    for page in (home, Page.get_first_root_node()):
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": stock})
    assert home.get_workflow() == stock
    assert draft_course.get_workflow() is None
    assert_refused(instructor_client, draft_course, "no active workflow is assigned")


def test_course_can_have_a_workflow_of_its_own(draft_course, two_steps, instructor_client):
    own = Workflow.objects.get(name="Course review")
    WorkflowPage.objects.create(page=draft_course, workflow=own)
    assert CoursePage.objects.get().get_workflow() == own
    own.active = False
    own.save()
    assert CoursePage.objects.get().get_workflow() == two_steps


def test_advice_for_a_missing_workflow_works(draft_course, instructor_client, index):
    workflow = Workflow.objects.get(name="Course review")
    workflow.deactivate()
    workflow.active = True
    workflow.save()
    WorkflowPage.objects.create(page=index, workflow=workflow)
    admin_actions.submit(instructor_client, draft_course)
    assert statuses(draft_course) == [Status.IN_REVIEW]


def test_workflow_without_an_active_step_takes_no_course(draft_course, instructor_client):
    Task.objects.update(active=False)
    assert_refused(instructor_client, draft_course, "has no active step")


def test_empty_group_takes_no_course(draft_course, editor, instructor_client, editor_client):
    editor.is_active = False
    editor.save()
    assert_refused(instructor_client, draft_course, "nobody with an active account is in “Editors”")
    User.objects.create_superuser("root")  # who may decide anywhere, but is no reviewer of it
    assert_refused(instructor_client, draft_course, "nobody with an active account")
    person("second", EDITORS)
    admin_actions.submit(instructor_client, draft_course)
    assert statuses(draft_course) == [Status.IN_REVIEW]


def test_later_step_without_people_is_refused_at_the_first(
    draft_course, two_steps, editor, instructor_client
):
    editor.groups.clear()
    assert_refused(instructor_client, draft_course, "at the step “Editor”")


def test_last_step_needs_somebody_who_may_publish(draft_course, two_steps, instructor_client):
    two_steps.workflow_tasks.get(task__name="Editor").delete()
    assert_refused(instructor_client, draft_course, "nobody in “Subject experts” may publish")


def test_lone_reviewer_does_not_submit_to_themselves(
    draft_course, editor, editor_client, instructor_client
):
    assert_refused(editor_client, draft_course, "only editor is in “Editors”")
    admin_actions.submit(instructor_client, draft_course)  # as the text says
    assert statuses(draft_course) == [Status.IN_REVIEW]


def test_lone_reviewer_submits_where_the_step_lets_them_approve(draft_course, editor_client):
    CourseReviewTask.objects.update(allow_self_approval=True)
    admin_actions.submit(editor_client, draft_course)
    assert statuses(draft_course) == [Status.IN_REVIEW]


def test_resubmission_begins_anew_when_the_workflow_was_replaced(
    draft_course, instructor, editor, instructor_client, index, expert
):
    admin_actions.submit(instructor_client, draft_course)
    request_changes(draft_course, by=editor, comment="More.")
    Workflow.objects.get(name="Course review").deactivate()
    workflow = Workflow.objects.create(name="New")
    task = CourseReviewTask.objects.create(name="New step")
    task.groups.add(Group.objects.get(name=EDITORS))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(page=index, workflow=workflow)
    admin_actions.submit(instructor_client, draft_course)
    assert CoursePage.objects.get().current_workflow_task.name == "New step"
    assert statuses(draft_course) == [Status.CHANGES_REQUESTED, Status.IN_REVIEW]


def test_resubmission_goes_on_at_its_step(
    draft_course, two_steps, editor, expert, editor_client, expert_client, instructor_client
):
    admin_actions.submit(instructor_client, draft_course)
    admin_actions.approve(expert_client, draft_course)
    admin_actions.request_changes(editor_client, draft_course)
    assert submit_page(instructor_client, draft_course).context["first_step"].name == "Editor"
    admin_actions.submit(instructor_client, draft_course)
    assert CoursePage.objects.get().current_workflow_task.name == "Editor"


def test_emptied_group_is_said_on_every_page_of_the_review(
    draft_course, editor, instructor_client, admin_client
):
    admin_actions.submit(instructor_client, draft_course)
    editor.groups.clear()
    for name in ("submit", "review"):
        html = instructor_client.get(course_url(name, draft_course)).content.decode()
        assert "Nobody can decide on this course at the step" in html
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Reviews nobody can decide on" in html
    assert (
        reverse(
            "wagtailadmin_workflows:edit_task", args=[Task.objects.get(name="Course review").pk]
        )
        in html
    )
    person("second", EDITORS)
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Reviews nobody can decide on" not in html


def test_step_is_not_approved_into_the_hands_of_nobody(
    draft_course, two_steps, editor, expert_client, instructor_client
):
    admin_actions.submit(instructor_client, draft_course)
    editor.groups.clear()
    page = expert_client.get(course_url("review", draft_course))
    assert "at the step “Editor”" in page.context["approval_notice"].message
    response = admin_actions.approve(expert_client, draft_course, follow=True)
    assert "at the step “Editor”" in message_texts(response)[0]
    assert CoursePage.objects.get().current_workflow_task.name == "Expert"


def test_step_taken_out_during_a_review_still_leads_to_the_next(
    draft_course, two_steps, expert_client, editor_client, instructor_client
):
    admin_actions.submit(instructor_client, draft_course)
    two_steps.workflow_tasks.get(task__name="Expert").delete()
    admin_actions.approve(expert_client, draft_course)
    assert CoursePage.objects.get().current_workflow_task.name == "Editor"
    assert statuses(draft_course) == [Status.IN_REVIEW]
    admin_actions.approve(editor_client, draft_course)
    assert statuses(draft_course) == [Status.PUBLISHED]


def test_review_whose_step_is_gone_can_be_withdrawn(draft_course, instructor_client, editor_client):
    admin_actions.submit(instructor_client, draft_course)
    TaskState.objects.all().delete()
    html = instructor_client.get(course_url("submit", draft_course)).content.decode()
    assert "This review has no step any more" in html
    instructor_client.post(course_url("withdraw", draft_course))
    admin_actions.submit(instructor_client, draft_course)
    assert statuses(draft_course) == [Status.CANCELLED, Status.IN_REVIEW]


def test_setup_takes_the_stock_workflow_from_the_root(home, index):
    root = Page.get_first_root_node()
    assert not WorkflowPage.objects.filter(page=root).exists()
    assert Workflow.objects.filter(name=STOCK_REVIEW, active=True).exists()
    WorkflowPage.objects.create(page=root, workflow=Workflow.objects.get(name=STOCK_REVIEW))
    for command in ("setup_site", "setup_roles", "setup_roles"):  # as on a site that has it
        call_command(command, stdout=StringIO())
        assert list(WorkflowPage.objects.values_list("page", flat=True)) == [index.pk]


def test_setup_leaves_what_the_site_has_made_its_own(home):
    root = Page.get_first_root_node()
    own = Workflow.objects.create(name="All pages")
    task = GroupApprovalTask.objects.create(name="All pages")
    WorkflowTask.objects.create(workflow=own, task=task)
    assigned = WorkflowPage.objects.create(page=root, workflow=own)
    setup_roles()
    assigned.refresh_from_db()
    assigned.workflow = Workflow.objects.get(name=STOCK_REVIEW)
    assigned.save()
    person("moderator", STOCK_GROUP)
    setup_roles()
    assert WorkflowPage.objects.filter(page=root).exists()
