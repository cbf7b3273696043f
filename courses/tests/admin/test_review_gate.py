"""Findings at the review: what has to be mended, what an editor may waive."""

import pytest

from courses.admin.review import finding_key
from courses.models import CoursePage, CourseRelease
from courses.release.changes import Changes
from courses.release.findings import find
from courses.release.submission import submit
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions

from .messages import said
from .test_review import review_url
from .test_submit import EMPTY_HEADING, STEEP_HEADING

Status = CourseRelease.Status
WAIVABLE = "Not everything is ready: mend what is listed, or say that it may pass."
NOT_READY = "Not everything is ready: mend what is listed, then try again."


@pytest.fixture
@cached_fixture
def steep(published_course, instructor) -> CoursePage:
    """In review, with one finding that may be waived."""
    admin_actions.edit(published_course.outline.lessons[0], body=STEEP_HEADING)
    submit(published_course, by=instructor, despite_findings=True)
    return published_course


def key_of(course: CoursePage) -> str:
    (finding,) = find(Changes(course))
    return finding_key(finding)


def waive(client, course: CoursePage, reason: str, **fields):
    key = key_of(course)
    return admin_actions.decide(
        client, course, f"waive:{key}", **{f"reason:{key}": reason}, **fields
    )


def test_finding_stops_the_approval_until_it_is_waived(steep, editor, editor_client):
    assert said(admin_actions.approve(editor_client, steep)) == [WAIVABLE]
    response = waive(editor_client, steep, "The source has it so.", comment="Half a comment")
    assert [each.code for each, *_rest in response.context["waivable"]] == []
    page = response.content.decode()
    assert "The source has it so." in page
    assert "Half a comment" in page
    waiver = steep.releases.first().waivers.get()
    assert (waiver.code, waiver.reason, waiver.by) == (
        "heading-skipped",
        "The source has it so.",
        editor,
    )
    admin_actions.approve(editor_client, steep)
    assert steep.releases.first().status == Status.PUBLISHED


def test_finding_is_not_waived_without_a_reason(steep, editor_client):
    response = waive(editor_client, steep, " \0 ", comment="Half a comment")
    assert said(response) == ["Give a reason: it is kept with the release."]
    assert "Half a comment" in response.content.decode()
    assert steep.releases.first().waivers.count() == 0


def test_finding_that_was_mended_meanwhile_needs_no_waiver(steep, editor_client):
    key, seen = key_of(steep), Changes(steep).fingerprint
    admin_actions.edit(steep.outline.lessons[0], body=[("text", "<p>Flat.</p>")])
    response = admin_actions.decide(
        editor_client, steep, f"waive:{key}", fingerprint=seen, **{f"reason:{key}": "Fine."}
    )
    assert said(response) == ["This is no longer found: nothing has to be waived."]
    assert response.context["is_outdated"]
    assert steep.releases.first().waivers.count() == 0


def test_authors_waive_nothing(steep, instructor_client):
    page = instructor_client.get(review_url(steep)).content.decode()
    assert "Too deep" in page
    assert 'value="waive:' not in page
    assert said(waive(instructor_client, steep, "It is mine.")) == [
        "You are not a reviewer of this step."
    ]
    assert steep.releases.first().waivers.count() == 0


def test_error_is_mended_and_never_waived(published_course, instructor, editor_client):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit(lesson, title="Fine so far")
    submit(published_course, by=instructor)
    admin_actions.edit(lesson, body=EMPTY_HEADING)
    response = editor_client.get(review_url(published_course))
    (error,) = response.context["errors"]
    assert error.edit_url in response.content.decode()
    assert 'value="waive:' not in response.content.decode()
    assert said(waive(editor_client, published_course, "Let it pass.")) == [
        "This cannot be waived: it has to be mended."
    ]
    assert said(admin_actions.approve(editor_client, published_course)) == [NOT_READY]
    assert published_course.releases.first().status == Status.IN_REVIEW
