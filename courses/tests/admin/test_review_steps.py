"""The review screen at each step of a stock workflow: a subject expert, then an editor."""

from django.urls import reverse

from courses.models import CourseRelease
from courses.release.submission import submit
from courses.tests.release import admin_actions
from courses.tests.release.test_behaviour_steps import expert, expert_client, two_steps

from .messages import message_texts
from .test_review import NOT_A_REVIEWER, review_url
from .test_review_gate import NOT_READY, WAIVABLE, waive
from .test_submit import EMPTY_HEADING, STEEP_HEADING

__all__ = ["expert", "expert_client", "two_steps"]
Status = CourseRelease.Status


def test_expert_approves_a_step_and_schedules_nothing(
    published_course, two_steps, instructor, expert_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="One, again")
    submit(published_course, by=instructor)
    html = expert_client.get(review_url(published_course)).content.decode()
    assert "It is at the step “<bdi>Expert</bdi>”." in html
    assert "Approve “<bdi>Expert</bdi>”" in html
    assert "go_live_at" not in html
    response = admin_actions.approve(expert_client, published_course, comment="Sound.", follow=True)
    assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert message_texts(response)[0].startswith("Approved.")
    html = editor_client.get(review_url(published_course)).content.decode()
    assert "It is at the step “<bdi>Editor</bdi>”." in html
    assert "Approve and publish" in html


def test_expert_reviews_compares_and_previews_without_page_permissions(
    published_course, two_steps, instructor, expert_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="One, again")
    arguments = {
        "review": [],
        "compare": [lesson.pk, "live"],
        "preview": ["visitor"],
        "preview_lesson": ["enrolled", lesson.pk],
    }
    urls = [
        reverse(f"courses_admin:{name}", args=[published_course.pk, *args])
        for name, args in arguments.items()
    ]
    assert [expert_client.get(url).status_code for url in urls] == [302] * 4
    submit(published_course, by=instructor)
    assert [expert_client.get(url).status_code for url in urls] == [200] * 4


def test_reviewers_of_another_step_may_view_and_not_decide(
    published_course, two_steps, instructor, expert_client, editor_client
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="One, again")
    submit(published_course, by=instructor)
    html = editor_client.get(review_url(published_course)).content.decode()
    assert "You can view this. Only its reviewers can decide." in html
    assert 'name="action"' not in html
    assert message_texts(admin_actions.approve(editor_client, published_course, follow=True)) == [
        NOT_A_REVIEWER
    ]
    admin_actions.approve(expert_client, published_course)
    assert expert_client.get(review_url(published_course)).status_code == 302
    response = admin_actions.request_changes(expert_client, published_course, follow=True)
    assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert published_course.releases.first().status == Status.IN_REVIEW


def test_note_to_learners_is_kept_from_step_to_step(
    published_course, two_steps, instructor, expert_client, editor_client
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="One, again")
    submit(published_course, by=instructor, note="By the author.")
    admin_actions.approve(
        expert_client, published_course, note="By the expert.", change="correction"
    )
    form = editor_client.get(review_url(published_course)).context["form"]
    assert form.initial == {"note": "By the expert.", "change": "correction"}


def test_only_reviewers_of_the_step_get_edit_links(
    published_course, two_steps, instructor, instructor_client, expert_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="One, again")
    submit(published_course, by=instructor)
    has_edit_link = []
    for client in (instructor_client, editor_client, expert_client):
        html = client.get(review_url(published_course)).content.decode()
        has_edit_link.append(
            f'href="{reverse("wagtailadmin_pages:edit", args=[lesson.pk])}"' in html
        )
    assert has_edit_link == [False, False, True]


def test_expert_cannot_waive_and_the_editor_can(
    published_course, two_steps, instructor, expert_client, editor_client
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], body=STEEP_HEADING)
    submit(published_course, by=instructor, despite_findings=True)
    assert 'value="waive:' not in expert_client.get(review_url(published_course)).content.decode()
    assert message_texts(waive(expert_client, published_course, "I like it.")) == [
        "Your account may not publish courses. Ask an editor to do this."
    ]
    admin_actions.approve(expert_client, published_course)
    assert message_texts(admin_actions.approve(editor_client, published_course, follow=True)) == [
        WAIVABLE
    ]
    waive(editor_client, published_course, "The source has it so.")
    admin_actions.approve(editor_client, published_course)
    assert published_course.releases.first().status == Status.PUBLISHED


def test_error_blocks_the_expert_too(
    published_course, two_steps, instructor, expert_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="One, again")
    submit(published_course, by=instructor)
    admin_actions.edit_lesson(lesson, body=EMPTY_HEADING)
    assert message_texts(admin_actions.approve(expert_client, published_course, follow=True)) == [
        NOT_READY
    ]
    assert published_course.current_workflow_task.name == "Expert"
