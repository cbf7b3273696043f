"""The page editor: whatever is pressed, a draft is saved, and what is more happens elsewhere."""

import pytest
from django.test import Client
from wagtail.models import Revision
from wagtail.test.utils.form_data import rich_text

from courses.models import CourseRelease, LessonPage
from courses.release.submission import submit
from courses.tests.admin.admin_pages import (
    PRESSED,
    admin_url,
    autosave,
    course_url,
    draft_of,
    edit_url,
    page_form,
    reload,
    save,
)

from .messages import message_texts

XHR = {"headers": {"x-requested-with": "XMLHttpRequest"}}


@pytest.fixture
def lessons(draft_course) -> list[LessonPage]:
    return list(LessonPage.objects.below(draft_course))


def revision_count() -> int:
    return Revision.objects.count()


# Courses


@pytest.mark.parametrize("button", ["action-submit", "action-restart-workflow"])
def test_submitting_in_the_editor_saves_and_redirects_to_the_submit_page(
    draft_course, instructor_client, button
):
    response = save(instructor_client, draft_course, button, follow=False, title="Better")
    assert response.url == course_url("submit", draft_course)
    assert draft_of(draft_course).title == "Better"
    assert not CourseRelease.objects.exists()
    assert reload(draft_course).current_workflow_state is None


def test_submitting_without_changes_saves_nothing(draft_course, instructor_client):
    save(instructor_client, draft_course, description=rich_text("<p>All about it.</p>"))
    before = revision_count()
    response = save(instructor_client, draft_course, "action-submit")
    assert response.url == course_url("submit", draft_course)
    assert revision_count() == before


def test_incomplete_course_is_saved_and_redirects_to_the_submit_page(
    draft_course, instructor_client
):
    response = save(instructor_client, draft_course, "action-submit", summary="", follow=True)
    assert response.redirect_chain == [(course_url("submit", draft_course), 302)]
    assert draft_of(draft_course).summary == ""


@pytest.mark.parametrize("name", ["editor_client", "instructor_client", "admin_client"])
def test_publish_posted_for_a_course_saves_the_draft_only(draft_course, request, name):
    client = request.getfixturevalue(name)
    if name == "instructor_client":
        request.getfixturevalue("instructor")
    response = save(client, draft_course, "action-publish", title="Sneaked in", follow=True)
    course = reload(draft_course)
    assert (course.live, draft_of(course).title) == (False, "Sneaked in")
    assert [text.partition("\n")[0] for text in message_texts(response)] == [
        "“Sneaked in” is saved as a draft. It goes live when its review is approved."
    ]


def test_approval_in_the_editor_saves_and_redirects_to_the_review(in_review, editor_client):
    action = {"workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    response = save(
        editor_client,
        in_review,
        "action-workflow-action",
        follow=False,
        title="Mended",
        **action,
    )
    course = reload(in_review)
    assert response.url == course_url("review", course)
    assert (course.live, draft_of(course).title) == (False, "Mended")
    assert course.open_release.is_in_review


@pytest.mark.parametrize("name", ["workflow_action", "collect_workflow_action_data"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_workflow_dialogs_redirect_to_the_review(in_review, editor_client, name, method):
    state = in_review.current_workflow_task_state
    url = admin_url(name, in_review.pk, "approve", state.pk)
    review = course_url("review", in_review)
    assert getattr(editor_client, method)(url).url == review
    assert getattr(editor_client, method)(url, **XHR).json() == {
        "step": "success",
        "redirect": review,
        "cleaned_data": {},
    }
    assert not reload(in_review).live
    assert reload(in_review).open_release.is_in_review


def test_preview_for_a_task_redirects_to_the_review(in_review, editor_client):
    task = in_review.current_workflow_task
    response = editor_client.get(admin_url("workflow_preview", in_review.pk, task.pk))
    assert response.url == course_url("review", in_review)


def test_students_cannot_open_workflow_actions(in_review, student_client):
    state = in_review.current_workflow_task_state
    url = admin_url("workflow_action", in_review.pk, "approve", state.pk)
    assert student_client.get(url).status_code == 403


def test_cancelling_in_the_editor_withdraws(in_review, instructor_client):
    response = save(instructor_client, in_review, "action-cancel-workflow", follow=True)
    assert response.status_code == 200
    assert not reload(in_review).open_release
    assert reload(in_review).releases.get().status == CourseRelease.Status.CANCELLED


def test_revert_to_an_earlier_version_is_a_draft(draft_course, instructor_client):
    first = draft_course.latest_revision
    save(instructor_client, draft_course, title="Second thoughts")
    url = admin_url("revisions_revert", draft_course.pk, first.pk)
    data = page_form(draft_course, title=draft_course.title) | {"action-publish": PRESSED}
    assert instructor_client.post(url, data).status_code == 302
    assert draft_of(draft_course).title == draft_course.title
    assert not reload(draft_course).live


# Lessons


@pytest.mark.parametrize("button", ["action-submit", "action-publish", ""])
@pytest.mark.parametrize("name", ["editor_client", "instructor_client", "admin_client"])
def test_lesson_is_saved_as_a_draft_with_every_button(lessons, request, name, button):
    request.getfixturevalue("instructor")
    lesson = lessons[0]
    response = save(request.getfixturevalue(name), lesson, button, title="Knots", follow=True)
    assert response.redirect_chain == [(edit_url(lesson), 302)]
    assert (reload(lesson).live, draft_of(lesson).title) == (False, "Knots")
    assert [text.partition("\n")[0] for text in message_texts(response)] == [
        "“Knots” is saved as a draft. It goes live with its course: submit the course for review."
    ]


def test_lesson_reverted_is_a_draft(lessons, instructor_client):
    lesson = lessons[0]
    save(instructor_client, lesson, title="One")
    first = reload(lesson).latest_revision
    save(instructor_client, lesson, title="Two")
    url = admin_url("revisions_revert", lesson.pk, first.pk)
    data = page_form(lesson, title="One") | {"action-submit": PRESSED}
    assert instructor_client.post(url, data).status_code == 302
    assert (reload(lesson).live, draft_of(lesson).title) == (False, "One")


# In review


def test_team_is_shown_why_a_course_in_review_is_locked_and_how_to_withdraw(
    in_review, lessons, instructor_client
):
    for page in (in_review, lessons[0]):
        html = instructor_client.get(edit_url(page)).content.decode()
        assert "so that the reviewer sees what goes live" in html
        assert f'data-w-action-url-value="{course_url("withdraw", in_review)}"' in html


def test_reviewer_may_edit_and_is_not_offered_to_withdraw_in_the_message(
    in_review, lessons, editor_client
):
    for page in (in_review, lessons[0]):
        html = editor_client.get(edit_url(page)).content.decode()
        assert "so that the reviewer sees what goes live" not in html
        assert "is in review." in html
        save(editor_client, page, title="Mended")
        assert draft_of(page).title == "Mended"


def test_save_by_the_team_in_review_is_refused_and_kept_in_the_form(
    in_review, lessons, instructor_client
):
    for page in (in_review, lessons[0]):
        before = draft_of(page).title
        response = save(instructor_client, page, title="Too late", follow=True)
        assert draft_of(page).title == before
        assert 'value="Too late"' in response.content.decode()
        assert any("withdraw the course from review" in text for text in message_texts(response))


def test_autosave_of_a_locked_page_is_refused_with_the_reason(
    in_review, lessons, instructor_client
):
    before = revision_count()
    for page in (in_review, lessons[0]):
        response = autosave(instructor_client, page, title="Too late")
        data = response.json()
        assert (response.status_code, data["error_code"]) == (400, "locked")
        assert "withdraw the course from review" in data["error_message"]
        assert "<" not in data["error_message"]
    assert revision_count() == before


def test_autosave_overwrites_its_own_draft_but_not_one_under_review(
    draft_course, lessons, instructor, instructor_client, editor_client
):
    lesson = lessons[0]
    first_id = autosave(instructor_client, lesson, title="One").json()["revision_id"]
    overwrite = {"overwrite_revision_id": first_id}
    second_id = autosave(instructor_client, lesson, title="Two", **overwrite).json()["revision_id"]
    assert second_id == first_id
    submit(draft_course, by=instructor)
    data = autosave(editor_client, lesson, title="Mended", **overwrite).json()
    assert data["success"]
    assert data["revision_id"] != first_id
    assert Revision.objects.get(pk=first_id).content["title"] == "Two"
    assert draft_of(lesson).title == "Mended"


# The button at the foot


def offered_actions(client: Client, page) -> set[str]:
    menu = client.get(edit_url(page)).context["action_menu"]
    return {item.name for item in [menu.default_item, *menu.menu_items]}


def test_course_offers_to_save_and_to_submit(draft_course, instructor_client, editor_client):
    expected = {"action-save-draft", "action-submit"}
    assert offered_actions(instructor_client, draft_course) == expected
    assert offered_actions(editor_client, draft_course) == expected


def test_course_in_review_offers_the_review_and_no_direct_decision(
    in_review, instructor_client, editor_client
):
    assert offered_actions(instructor_client, in_review) == {
        "action-page-locked",
        "action-cancel-workflow",
        "action-review",
    }
    assert offered_actions(editor_client, in_review) == {
        "action-save-draft",
        "action-cancel-workflow",
        "action-review",
    }


def test_lesson_offers_to_save_and_links_to_its_course(
    draft_course, lessons, instructor_client, editor_client, admin_client
):
    for client in (instructor_client, editor_client, admin_client):
        assert offered_actions(client, lessons[0]) == {"action-save-draft", "action-submit"}
        assert (
            course_url("submit", draft_course) in client.get(edit_url(lessons[0])).content.decode()
        )


def test_new_lesson_offers_to_save_only(draft_course, instructor_client):
    url = admin_url("add", "courses", "lessonpage", draft_course.pk)
    menu = instructor_client.get(url).context["action_menu"]
    assert [menu.default_item.name, *menu.menu_items] == ["action-save-draft"]
