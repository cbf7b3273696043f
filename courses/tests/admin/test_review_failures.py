"""Publishing that breaks in the middle, seen from the review."""

import logging

from courses.models import CourseRelease
from courses.release.submission import submit
from courses.tests.release import admin_actions

from .messages import message_texts

Status = CourseRelease.Status
BROKEN = (
    "Something went wrong, so nothing was decided: everything is as it was before. "
    "Try again; if it breaks again, tell an administrator."
)


def test_failure_in_a_lesson_names_it_and_keeps_the_input(
    published_course, instructor, editor_client
):
    one, two, _three = published_course.outline.lessons
    admin_actions.edit_lesson(one, title="One, again")
    admin_actions.edit_lesson(two, title="Two, again")
    submit(published_course, by=instructor)
    with admin_actions.publishing_fails_at(two):
        response = admin_actions.approve(
            editor_client,
            published_course,
            comment="Fine.",
            **{f"note-{one.pk}": "Well said."},
            follow=True,
        )
    assert response.status_code == 200
    assert message_texts(response)[0].startswith("“Two, again” could not be published")
    assert "Well said.</textarea>" in response.content.decode()
    assert admin_actions.titles(published_course)[0] == one.title
    assert published_course.releases.first().status == Status.IN_REVIEW


def test_unexpected_failure_is_logged_and_shown(
    published_course, instructor, editor_client, caplog
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="One, again")
    submit(published_course, by=instructor)
    with (
        caplog.at_level(logging.ERROR, logger="skillmate.release"),
        admin_actions.publishing_fails_at(published_course),
    ):
        response = admin_actions.approve(
            editor_client, published_course, comment="Fine.", follow=True
        )
    assert response.status_code == 200
    assert message_texts(response) == [BROKEN]
    assert "Fine." in response.content.decode()
    assert f"A decision on course {published_course.pk} broke" in caplog.text
    assert "No space left on device" in caplog.text
    assert admin_actions.titles(published_course)[0] == lesson.title
    assert published_course.releases.first().status == Status.IN_REVIEW
    admin_actions.approve(editor_client, published_course)
    assert admin_actions.titles(published_course)[0] == "One, again"
