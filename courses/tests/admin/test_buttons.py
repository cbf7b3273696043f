"""The way to the review from courses, lessons and lists."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.admin.buttons import listing_buttons
from courses.models import CoursePage, CourseRelease
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions


@pytest.fixture
@cached_fixture
def edited_course(published_course) -> CoursePage:
    one, two, _three = published_course.outline.lessons
    admin_actions.edit_lesson(one, title="One, again")
    admin_actions.edit_lesson(two, title="Two, again")
    return published_course


@pytest.fixture
def course_in_review(edited_course, instructor) -> CoursePage:
    """In review since two days."""
    release = submit(edited_course, by=instructor)
    CourseRelease.objects.filter(pk=release.pk).update(
        submitted_at=timezone.now() - timedelta(days=2)
    )
    return edited_course


def header_buttons(client, page) -> list[tuple[str, str]]:
    """The label and the address of each button in the header of the page's editor."""
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    buttons = response.context["header_buttons"]
    return [(str(button.label), button.url) for button in buttons if button.label]


def course_admin_url(name: str, course) -> str:
    return reverse(f"courses_admin:{name}", args=[course.pk])


def test_team_gets_a_submit_button_with_the_number_of_changes(edited_course, instructor_client):
    expected = [("Submit for review (2 changes)", course_admin_url("submit", edited_course))]
    assert header_buttons(instructor_client, edited_course) == expected
    assert header_buttons(instructor_client, edited_course.outline.lessons[2]) == expected


def test_course_without_changes_can_be_submitted_after_the_next_edit(
    published_course, instructor_client
):
    expected = [("Submit for review", course_admin_url("submit", published_course))]
    assert header_buttons(instructor_client, published_course) == expected


def test_reviewer_gets_a_review_button_with_its_age(course_in_review, editor_client):
    expected = [("Review (2 changes, 2\xa0days)", course_admin_url("review", course_in_review))]
    assert header_buttons(editor_client, course_in_review) == expected
    assert header_buttons(editor_client, course_in_review.outline.lessons[0]) == expected


def test_team_is_shown_that_the_course_is_in_review(course_in_review, instructor_client):
    expected = [("In review (2 changes, 2\xa0days)", course_admin_url("review", course_in_review))]
    assert header_buttons(instructor_client, course_in_review) == expected


def test_scheduled_course_shows_its_status(edited_course, instructor, editor, editor_client):
    submit(edited_course, by=instructor)
    go_live_at = timezone.now() + timedelta(days=1)
    approve(
        edited_course,
        by=editor,
        fingerprint=Changes(edited_course).fingerprint,
        go_live_at=go_live_at,
    )
    assert header_buttons(editor_client, edited_course) == [
        ("Scheduled", course_admin_url("review", edited_course))
    ]


def test_listings_have_buttons_for_courses_only(edited_course, instructor, student):
    def buttons_in_listing(page, user=instructor):
        return [(str(button.label), button.url) for button in listing_buttons(page, user)]

    assert buttons_in_listing(edited_course) == [
        ("Submit for review", course_admin_url("submit", edited_course))
    ]
    assert buttons_in_listing(edited_course.outline.lessons[0]) == []
    assert buttons_in_listing(edited_course, student) == []
    submit(edited_course, by=instructor)
    assert buttons_in_listing(CoursePage.objects.get(pk=edited_course.pk)) == [
        ("Review", course_admin_url("review", edited_course))
    ]


def test_list_of_lessons_has_the_button_too(edited_course, instructor_client):
    response = instructor_client.get(reverse("wagtailadmin_explore", args=[edited_course.pk]))
    assert "Submit for review (2 changes)" in response.content.decode()
