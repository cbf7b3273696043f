"""Decisions on something else than what was seen, and input that makes no sense."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Comment

from courses.models import CoursePage, CourseRelease
from courses.release.submission import submit
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions

from .admin_pages import autosave
from .messages import message_texts

Status = CourseRelease.Status
STALE = "The course has changed since you opened this page. Look at it again, then decide."


@pytest.fixture
@cached_fixture
def in_review(published_course, instructor) -> CoursePage:
    one, two, _three = published_course.outline.lessons
    admin_actions.edit_lesson(one, title="One, again")
    admin_actions.edit_lesson(two, title="Two, again")
    submit(published_course, by=instructor)
    return published_course


def status(course: CoursePage) -> str:
    return course.releases.first().status


def hidden_fields(client, course: CoursePage) -> dict[str, str]:
    """What the page would post."""
    context = client.get(reverse("courses_admin:review", args=[course.pk])).context
    return {name: context[name] for name in ("fingerprint", "seen")}


def changed_titles(response) -> list[str]:
    return [entry.row.title for entry in response.context["table"].changed_rows]


def test_stale_approval_marks_changes_and_keeps_the_input(in_review, editor_client):
    one, two, three = in_review.outline.lessons
    fields = hidden_fields(editor_client, in_review)
    admin_actions.edit_lesson(two, title="Two, at the last minute")
    admin_actions.edit_lesson(three, title="Three, out of the blue")
    form_data = {"comment": "Good.", "note": "For you.", f"note-{one.pk}": "A picture?"}
    response = admin_actions.approve(editor_client, in_review, **fields, **form_data, follow=True)
    assert message_texts(response) == [STALE]
    assert changed_titles(response) == ["Two, at the last minute", "Three, out of the blue"]
    html = response.content.decode()
    assert html.count("changed since you looked") == 2
    assert all(f"{text}</textarea>" in html.replace("\n", "") for text in form_data.values())
    assert status(in_review) == Status.IN_REVIEW
    assert Comment.objects.count() == 0


def test_autosave_over_the_same_draft_makes_an_approval_stale(in_review, editor_client):
    """The draft keeps its number, so a number alone would not tell."""
    one = in_review.outline.lessons[0]
    revision_id = autosave(editor_client, one, title="One, read").json()["revision_id"]
    fields = hidden_fields(editor_client, in_review)
    overwrite = {"overwrite_revision_id": revision_id}
    assert (
        autosave(editor_client, one, title="One, unread", **overwrite).json()["revision_id"]
        == revision_id
    )
    assert message_texts(
        admin_actions.approve(editor_client, in_review, **fields, follow=True)
    ) == [STALE]
    assert status(in_review) == Status.IN_REVIEW


def test_review_shown_again_can_be_approved_and_keeps_its_marks(in_review, editor_client):
    _one, two, _three = in_review.outline.lessons
    fields = hidden_fields(editor_client, in_review)
    admin_actions.edit_lesson(two, title="Two, at the last minute")
    stale_response = admin_actions.approve(editor_client, in_review, **fields, follow=True)
    fields = {name: stale_response.context[name] for name in ("fingerprint", "seen")}
    response = admin_actions.request_changes(
        editor_client, in_review, comment="", **fields, follow=True
    )
    assert changed_titles(response) == ["Two, at the last minute"]
    assert not response.context["is_outdated"]
    admin_actions.approve(editor_client, in_review, **fields)
    assert status(in_review) == Status.PUBLISHED


def test_unchanged_course_has_no_marks(in_review, editor_client):
    fields = hidden_fields(editor_client, in_review)
    response = admin_actions.request_changes(
        editor_client, in_review, comment="", **fields, follow=True
    )
    assert changed_titles(response) == []
    assert not response.context["is_outdated"]


def test_lesson_that_moved_since_is_marked(in_review, editor_client):
    one, two, three = in_review.outline.lessons
    fields = hidden_fields(editor_client, in_review)
    admin_actions.arrange_curriculum(in_review, "First part", three, one, two)
    response = admin_actions.approve(editor_client, in_review, **fields, follow=True)
    assert three.title in changed_titles(response)
    assert status(in_review) == Status.IN_REVIEW


def test_lesson_removed_from_the_draft_is_counted(published_course, instructor, editor_client):
    one, two, three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.arrange_curriculum(published_course, "Part", one, two, three, new_lesson)
    submit(published_course, by=instructor)
    fields = hidden_fields(editor_client, published_course)
    admin_actions.arrange_curriculum(published_course, "Part", one, two, three)
    response = admin_actions.approve(
        editor_client,
        published_course,
        **fields,
        **{f"note-{new_lesson.pk}": "Where is it?"},
        follow=True,
    )
    assert response.context["table"].removed_count == 1
    html = response.content.decode()
    assert "1 page you saw is no longer there." in html
    assert "Where is it?" in html
    admin_actions.request_changes(
        editor_client, published_course, **{f"note-{new_lesson.pk}": "Where is it?"}
    )
    comments = Comment.objects.values_list("page", "text")
    assert list(comments) == [(published_course.pk, "Where is it?")]


@pytest.mark.parametrize("fingerprint", ["", "0" * 64, "é\0" * 9, "x" * 10_000])
def test_invalid_fingerprint_is_stale(in_review, editor_client, fingerprint):
    response = admin_actions.approve(
        editor_client, in_review, fingerprint=fingerprint, comment="Good.", follow=True
    )
    assert message_texts(response) == [STALE]
    assert "Good." in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW


@pytest.mark.parametrize("seen", ["", ":", "7", "a:b", "²:x", "7:", "-1:x", "9" * 40 + ":x", "\0"])
def test_invalid_seen_field_breaks_nothing(in_review, editor_client, seen):
    response = admin_actions.request_changes(
        editor_client, in_review, comment="", seen=seen, follow=True
    )
    assert response.status_code == 200
    assert status(in_review) == Status.IN_REVIEW


@pytest.mark.parametrize("key", ["0", "-1", "x", "", "²", "9" * 40])
def test_note_on_an_invalid_page_breaks_nothing(in_review, editor_client, key):
    admin_actions.request_changes(editor_client, in_review, **{f"note-{key}": "Text\0 of mine."})
    assert status(in_review) == Status.CHANGES_REQUESTED
    expected = ["Text of mine."] if key == "0" else []
    assert list(Comment.objects.values_list("text", flat=True)) == expected


def test_note_is_not_saved_on_a_page_of_another_course(in_review, index, editor_client):
    other = factories.course(index)
    admin_actions.request_changes(editor_client, in_review, **{f"note-{other.pk}": "Psst."})
    assert list(Comment.objects.values_list("page", flat=True)) == [in_review.pk]


@pytest.mark.parametrize("action", ["", "publish", "waive", "waive:", "waive:a:b:c"])
def test_unknown_action_decides_nothing(in_review, editor_client, action):
    response = admin_actions.decide(editor_client, in_review, action, comment="Hm.", follow=True)
    assert response.status_code == 200
    assert "Hm." in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW


def test_nul_in_a_comment_is_a_form_error(in_review, editor_client):
    response = admin_actions.request_changes(
        editor_client, in_review, comment="More\0please", follow=True
    )
    assert list(response.context["form"].errors) == ["comment"]
    assert status(in_review) == Status.IN_REVIEW


@pytest.mark.parametrize("name", ["submit", "review"])
def test_get_request_changes_nothing(in_review, editor_client, name):
    url = reverse(f"courses_admin:{name}", args=[in_review.pk])
    editor_client.get(url)
    with CaptureQueriesContext(connection) as queries:
        editor_client.get(f"{url}?action=approve&comment=x")
    writes = ("INSERT", "UPDATE", "DELETE")
    assert [query["sql"] for query in queries if query["sql"].startswith(writes)] == []
    assert status(in_review) == Status.IN_REVIEW
