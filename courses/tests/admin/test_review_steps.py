"""The review screen at each step of a stock workflow: a subject expert, then an editor."""

from django.urls import reverse

from courses.models import CourseRelease
from courses.release.submission import submit
from courses.tests.release import admin_actions
from courses.tests.release.test_behaviour_steps import expert, expert_client, two_steps

from .messages import said
from .test_review import NOT_A_REVIEWER, review_url
from .test_review_gate import NOT_READY, WAIVABLE, waive
from .test_submit import EMPTY_HEADING, STEEP_HEADING

__all__ = ["expert", "expert_client", "two_steps"]
Status = CourseRelease.Status


def test_expert_approves_a_step_and_schedules_nothing(
    published_course, two_steps, instructor, expert_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit(lesson, title="One, again")
    submit(published_course, by=instructor)
    page = expert_client.get(review_url(published_course)).content.decode()
    assert "It is at the step “Expert”." in page
    assert "Approve “Expert”" in page
    assert "go_live_at" not in page
    response = admin_actions.approve(expert_client, published_course, comment="Sound.")
    assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert said(response)[0].startswith("Approved.")
    page = editor_client.get(review_url(published_course)).content.decode()
    assert "It is at the step “Editor”." in page
    assert "Approve and publish" in page


def test_expert_reads_compares_and_previews_without_a_right_on_any_page(
    published_course, two_steps, instructor, expert_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit(lesson, title="One, again")
    arguments = {
        "review": [],
        "compare": [lesson.pk, "live"],
        "preview": ["visitor"],
        "preview_lesson": ["enrolled", lesson.pk],
    }
    urls = [
        reverse(f"courses_admin:{name}", args=[published_course.pk, *more])
        for name, more in arguments.items()
    ]
    assert [expert_client.get(url).status_code for url in urls] == [302] * 4
    submit(published_course, by=instructor)
    assert [expert_client.get(url).status_code for url in urls] == [200] * 4


def test_reviewers_of_another_step_may_look_and_not_decide(
    published_course, two_steps, instructor, expert_client, editor_client
):
    admin_actions.edit(published_course.outline.lessons[0], title="One, again")
    submit(published_course, by=instructor)
    page = editor_client.get(review_url(published_course)).content.decode()
    assert "You may look at this, and its reviewers decide." in page
    assert 'name="action"' not in page
    assert said(admin_actions.approve(editor_client, published_course)) == [NOT_A_REVIEWER]
    admin_actions.approve(expert_client, published_course)
    assert expert_client.get(review_url(published_course)).status_code == 302
    response = admin_actions.request_changes(expert_client, published_course)
    assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert published_course.releases.first().status == Status.IN_REVIEW


def test_note_to_learners_stays_as_the_expert_left_it(
    published_course, two_steps, instructor, expert_client, editor_client
):
    admin_actions.edit(published_course.outline.lessons[0], title="One, again")
    submit(published_course, by=instructor, note="By the author.")
    admin_actions.approve(
        expert_client, published_course, note="By the expert.", change="correction"
    )
    form = editor_client.get(review_url(published_course)).context["form"]
    assert form.initial == {"note": "By the expert.", "change": "correction"}


def test_only_reviewers_of_the_step_are_led_to_the_editor(
    published_course, two_steps, instructor, instructor_client, expert_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit(lesson, title="One, again")
    submit(published_course, by=instructor)
    led = []
    for client in (instructor_client, editor_client, expert_client):
        page = client.get(review_url(published_course)).content.decode()
        led.append(f'href="{reverse("wagtailadmin_pages:edit", args=[lesson.pk])}"' in page)
    assert led == [False, False, True]


def test_expert_leaves_it_to_the_editor_what_is_waived(
    published_course, two_steps, instructor, expert_client, editor_client
):
    admin_actions.edit(published_course.outline.lessons[0], body=STEEP_HEADING)
    submit(published_course, by=instructor, despite_findings=True)
    assert 'value="waive:' not in expert_client.get(review_url(published_course)).content.decode()
    assert said(waive(expert_client, published_course, "I like it.")) == [
        "Your account may not publish courses. Ask an editor to do this."
    ]
    admin_actions.approve(expert_client, published_course)
    assert said(admin_actions.approve(editor_client, published_course)) == [WAIVABLE]
    waive(editor_client, published_course, "The source has it so.")
    admin_actions.approve(editor_client, published_course)
    assert published_course.releases.first().status == Status.PUBLISHED


def test_error_stops_the_expert_too(
    published_course, two_steps, instructor, expert_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit(lesson, title="One, again")
    submit(published_course, by=instructor)
    admin_actions.edit(lesson, body=EMPTY_HEADING)
    assert said(admin_actions.approve(expert_client, published_course)) == [NOT_READY]
    assert published_course.current_workflow_task.name == "Expert"
