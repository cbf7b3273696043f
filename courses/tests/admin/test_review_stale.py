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
from .messages import said

Status = CourseRelease.Status
STALE = "The course has changed since you opened this page. Look at it again, then decide."


@pytest.fixture
@cached_fixture
def in_review(published_course, instructor) -> CoursePage:
    one, two, _three = published_course.outline.lessons
    admin_actions.edit(one, title="One, again")
    admin_actions.edit(two, title="Two, again")
    submit(published_course, by=instructor)
    return published_course


def status(course: CoursePage) -> str:
    return course.releases.first().status


def opened(client, course: CoursePage) -> dict[str, str]:
    """What the page would post."""
    context = client.get(reverse("courses_admin:review", args=[course.pk])).context
    return {name: context[name] for name in ("fingerprint", "seen")}


def news(response) -> list[str]:
    return [shown.row.title for shown in response.context["table"].news]


def test_stale_approval_marks_what_changed_and_keeps_what_was_typed(in_review, editor_client):
    one, two, three = in_review.outline.lessons
    seen = opened(editor_client, in_review)
    admin_actions.edit(two, title="Two, at the last minute")
    admin_actions.edit(three, title="Three, out of the blue")
    typed = {"comment": "Good.", "note": "For you.", f"note-{one.pk}": "A picture?"}
    response = admin_actions.approve(editor_client, in_review, **seen, **typed)
    assert said(response) == [STALE]
    assert news(response) == ["Two, at the last minute", "Three, out of the blue"]
    page = response.content.decode()
    assert page.count("changed since you looked") == 2
    assert all(f"{text}</textarea>" in page.replace("\n", "") for text in typed.values())
    assert status(in_review) == Status.IN_REVIEW
    assert Comment.objects.count() == 0


def test_autosave_over_the_same_draft_makes_an_approval_stale(in_review, editor_client):
    """The draft keeps its number, so a number alone would not tell."""
    one = in_review.outline.lessons[0]
    saved = autosave(editor_client, one, title="One, read").json()["revision_id"]
    seen = opened(editor_client, in_review)
    own = {"overwrite_revision_id": saved}
    assert autosave(editor_client, one, title="One, unread", **own).json()["revision_id"] == saved
    assert said(admin_actions.approve(editor_client, in_review, **seen)) == [STALE]
    assert status(in_review) == Status.IN_REVIEW


def test_page_shown_again_can_be_approved_and_keeps_its_marks(in_review, editor_client):
    _one, two, _three = in_review.outline.lessons
    seen = opened(editor_client, in_review)
    admin_actions.edit(two, title="Two, at the last minute")
    again = admin_actions.approve(editor_client, in_review, **seen)
    seen = {name: again.context[name] for name in ("fingerprint", "seen")}
    unsure = admin_actions.request_changes(editor_client, in_review, comment="", **seen)
    assert news(unsure) == ["Two, at the last minute"]
    assert not unsure.context["is_outdated"]
    admin_actions.approve(editor_client, in_review, **seen)
    assert status(in_review) == Status.PUBLISHED


def test_course_that_did_not_change_is_marked_nowhere(in_review, editor_client):
    seen = opened(editor_client, in_review)
    response = admin_actions.request_changes(editor_client, in_review, comment="", **seen)
    assert news(response) == []
    assert not response.context["is_outdated"]


def test_lesson_that_moved_since_is_marked(in_review, editor_client):
    one, two, three = in_review.outline.lessons
    seen = opened(editor_client, in_review)
    admin_actions.arrange(in_review, "First part", three, one, two)
    response = admin_actions.approve(editor_client, in_review, **seen)
    assert three.title in news(response)
    assert status(in_review) == Status.IN_REVIEW


def test_lesson_taken_back_out_of_the_draft_is_counted_as_gone(
    published_course, instructor, editor_client
):
    one, two, three = published_course.outline.lessons
    new = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.arrange(published_course, "Part", one, two, three, new)
    submit(published_course, by=instructor)
    seen = opened(editor_client, published_course)
    admin_actions.arrange(published_course, "Part", one, two, three)
    response = admin_actions.approve(
        editor_client, published_course, **seen, **{f"note-{new.pk}": "Where is it?"}
    )
    assert response.context["table"].gone == 1
    page = response.content.decode()
    assert "1 page you saw is no longer there." in page
    assert "Where is it?" in page
    admin_actions.request_changes(
        editor_client, published_course, **{f"note-{new.pk}": "Where is it?"}
    )
    left = Comment.objects.values_list("page", "text")
    assert list(left) == [(published_course.pk, "Where is it?")]


@pytest.mark.parametrize("fingerprint", ["", "0" * 64, "é\0" * 9, "x" * 10_000])
def test_fingerprint_that_makes_no_sense_is_stale(in_review, editor_client, fingerprint):
    response = admin_actions.approve(
        editor_client, in_review, fingerprint=fingerprint, comment="Good."
    )
    assert said(response) == [STALE]
    assert "Good." in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW


@pytest.mark.parametrize("seen", ["", ":", "7", "a:b", "²:x", "7:", "-1:x", "9" * 40 + ":x", "\0"])
def test_seal_that_makes_no_sense_breaks_nothing(in_review, editor_client, seen):
    response = admin_actions.request_changes(editor_client, in_review, comment="", seen=seen)
    assert response.status_code == 200
    assert status(in_review) == Status.IN_REVIEW


@pytest.mark.parametrize("key", ["0", "-1", "x", "", "²", "9" * 40])
def test_note_on_no_page_at_all_breaks_nothing(in_review, editor_client, key):
    admin_actions.request_changes(editor_client, in_review, **{f"note-{key}": "Text\0 of mine."})
    assert status(in_review) == Status.CHANGES_REQUESTED
    kept = ["Text of mine."] if key == "0" else []
    assert list(Comment.objects.values_list("text", flat=True)) == kept


def test_note_never_lands_on_a_page_of_another_course(in_review, index, editor_client):
    other = factories.course(index)
    admin_actions.request_changes(editor_client, in_review, **{f"note-{other.pk}": "Psst."})
    assert list(Comment.objects.values_list("page", flat=True)) == [in_review.pk]


@pytest.mark.parametrize("action", ["", "publish", "waive", "waive:", "waive:a:b:c"])
def test_action_nobody_offered_decides_nothing(in_review, editor_client, action):
    response = admin_actions.decide(editor_client, in_review, action, comment="Hm.")
    assert response.status_code == 200
    assert "Hm." in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW


def test_nul_in_a_comment_is_refused_in_words(in_review, editor_client):
    response = admin_actions.request_changes(editor_client, in_review, comment="More\0please")
    assert list(response.context["form"].errors) == ["comment"]
    assert status(in_review) == Status.IN_REVIEW


@pytest.mark.parametrize("name", ["submit", "review"])
def test_looking_changes_nothing(in_review, editor_client, name):
    url = reverse(f"courses_admin:{name}", args=[in_review.pk])
    editor_client.get(url)
    with CaptureQueriesContext(connection) as queries:
        editor_client.get(f"{url}?action=approve&comment=x")
    writes = ("INSERT", "UPDATE", "DELETE")
    assert [each["sql"] for each in queries if each["sql"].startswith(writes)] == []
    assert status(in_review) == Status.IN_REVIEW
