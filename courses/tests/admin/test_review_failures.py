"""Publishing that breaks in the middle, seen from the review."""

import logging

from courses.models import CourseRelease
from courses.release.submission import submit
from courses.tests.release import acting

from .messages import said

Status = CourseRelease.Status
BROKEN = (
    "Something broke, so nothing was decided: everything is as it was before. "
    "Try again; if it breaks again, tell those who run this site."
)


def test_failure_in_a_lesson_names_it_and_loses_nothing(
    published_course, instructor, editor_client
):
    one, two, _three = published_course.outline.lessons
    acting.edit(one, title="One, again")
    acting.edit(two, title="Two, again")
    submit(published_course, by=instructor)
    with acting.breaking_at(two):
        response = acting.approve(
            editor_client, published_course, comment="Fine.", **{f"note-{one.pk}": "Well said."}
        )
    assert response.status_code == 200
    assert said(response)[0].startswith("“Two, again” could not be published")
    assert "Well said.</textarea>" in response.content.decode()
    assert acting.titles(published_course)[0] == one.title
    assert published_course.releases.first().status == Status.IN_REVIEW


def test_failure_nobody_thought_of_is_logged_and_said(
    published_course, instructor, editor_client, caplog
):
    lesson = published_course.outline.lessons[0]
    acting.edit(lesson, title="One, again")
    submit(published_course, by=instructor)
    with (
        caplog.at_level(logging.ERROR, logger="skillmate.release"),
        acting.breaking_at(published_course),
    ):
        response = acting.approve(editor_client, published_course, comment="Fine.")
    assert response.status_code == 200
    assert said(response) == [BROKEN]
    assert "Fine." in response.content.decode()
    assert f"A decision on course {published_course.pk} broke" in caplog.text
    assert "No space left on device" in caplog.text
    assert acting.titles(published_course)[0] == lesson.title
    assert published_course.releases.first().status == Status.IN_REVIEW
    acting.approve(editor_client, published_course)
    assert acting.titles(published_course)[0] == "One, again"
