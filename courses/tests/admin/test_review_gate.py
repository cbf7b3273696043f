"""Findings at the review: what has to be mended, what an editor may waive."""

import pytest

from courses.admin.finding_groups import finding_key
from courses.models import CoursePage, CourseRelease
from courses.release.changes import Changes
from courses.release.findings import collect_findings
from courses.release.submission import submit
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions

from .messages import message_texts
from .test_review import review_url
from .test_submit import EMPTY_HEADING, STEEP_HEADING

Status = CourseRelease.Status
WAIVABLE = "Not everything is ready: fix what is listed, or waive it with a reason."
NOT_READY = "Not everything is ready: fix what is listed, then try again."


@pytest.fixture
@cached_fixture
def course_with_finding(published_course, instructor) -> CoursePage:
    """In review, with one finding that may be waived."""
    admin_actions.edit_lesson(published_course.outline.lessons[0], body=STEEP_HEADING)
    submit(published_course, by=instructor, despite_findings=True)
    return published_course


def key_of(course: CoursePage) -> str:
    (finding,) = collect_findings(Changes(course))
    return finding_key(finding)


def waive(client, course: CoursePage, reason: str, **fields):
    key = key_of(course)
    return admin_actions.decide(
        client, course, f"waive:{key}", **{f"reason:{key}": reason}, **fields, follow=True
    )


def test_finding_blocks_the_approval_until_it_is_waived(course_with_finding, editor, editor_client):
    assert message_texts(
        admin_actions.approve(editor_client, course_with_finding, follow=True)
    ) == [WAIVABLE]
    response = waive(
        editor_client, course_with_finding, "The source has it so.", comment="Half a comment"
    )
    assert response.context["waivable"] == []
    html = response.content.decode()
    assert "The source has it so." in html
    assert "Half a comment" in html
    waiver = course_with_finding.releases.first().waivers.get()
    assert (waiver.code, waiver.reason, waiver.by) == (
        "heading-skipped",
        "The source has it so.",
        editor,
    )
    admin_actions.approve(editor_client, course_with_finding)
    assert course_with_finding.releases.first().status == Status.PUBLISHED


def test_finding_is_not_waived_without_a_reason(course_with_finding, editor_client):
    response = waive(editor_client, course_with_finding, " \0 ", comment="Half a comment")
    assert message_texts(response) == ["Give a reason: it is kept with the release."]
    assert "Half a comment" in response.content.decode()
    assert course_with_finding.releases.first().waivers.count() == 0


def test_finding_that_was_fixed_meanwhile_needs_no_waiver(course_with_finding, editor_client):
    key, fingerprint = key_of(course_with_finding), Changes(course_with_finding).fingerprint
    admin_actions.edit_lesson(
        course_with_finding.outline.lessons[0], body=[("text", "<p>Flat.</p>")]
    )
    response = admin_actions.decide(
        editor_client,
        course_with_finding,
        f"waive:{key}",
        fingerprint=fingerprint,
        **{f"reason:{key}": "Fine."},
        follow=True,
    )
    assert message_texts(response) == ["This is no longer found: nothing has to be waived."]
    assert response.context["is_outdated"]
    assert course_with_finding.releases.first().waivers.count() == 0


def test_authors_cannot_waive(course_with_finding, instructor_client):
    html = instructor_client.get(review_url(course_with_finding)).content.decode()
    assert "Too deep" in html
    assert 'value="waive:' not in html
    assert message_texts(waive(instructor_client, course_with_finding, "It is mine.")) == [
        "You are not a reviewer of this step."
    ]
    assert course_with_finding.releases.first().waivers.count() == 0


def test_error_cannot_be_waived(published_course, instructor, editor_client):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Fine so far")
    submit(published_course, by=instructor)
    admin_actions.edit_lesson(lesson, body=EMPTY_HEADING)
    response = editor_client.get(review_url(published_course))
    (error,) = response.context["errors"]
    assert error.edit_url in response.content.decode()
    assert 'value="waive:' not in response.content.decode()
    assert message_texts(waive(editor_client, published_course, "Let it pass.")) == [
        "This cannot be waived: it has to be fixed."
    ]
    assert message_texts(admin_actions.approve(editor_client, published_course, follow=True)) == [
        NOT_READY
    ]
    assert published_course.releases.first().status == Status.IN_REVIEW
