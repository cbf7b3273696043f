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
def edited(published_course) -> CoursePage:
    one, two, _three = published_course.outline.lessons
    admin_actions.edit(one, title="One, again")
    admin_actions.edit(two, title="Two, again")
    return published_course


@pytest.fixture
def waiting(edited, instructor) -> CoursePage:
    """In review since two days."""
    release = submit(edited, by=instructor)
    CourseRelease.objects.filter(pk=release.pk).update(
        submitted_at=timezone.now() - timedelta(days=2)
    )
    return edited


def buttons_above(client, page) -> list[tuple[str, str]]:
    """The label and the address of each button in the header of the page's editor."""
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    buttons = response.context["header_buttons"]
    return [(str(button.label), button.url) for button in buttons if button.label]


def to(name: str, course) -> str:
    return reverse(f"courses_admin:{name}", args=[course.pk])


def test_team_is_led_to_submission_with_the_number_of_changes(edited, instructor_client):
    expected = [("Submit for review (2 changes)", to("submit", edited))]
    assert buttons_above(instructor_client, edited) == expected
    assert buttons_above(instructor_client, edited.outline.lessons[2]) == expected


def test_course_without_changes_can_be_submitted_after_the_next_edit(
    published_course, instructor_client
):
    expected = [("Submit for review", to("submit", published_course))]
    assert buttons_above(instructor_client, published_course) == expected


def test_reviewer_is_led_to_the_review_with_its_age(waiting, editor_client):
    expected = [("Review (2 changes, 2\xa0days)", to("review", waiting))]
    assert buttons_above(editor_client, waiting) == expected
    assert buttons_above(editor_client, waiting.outline.lessons[0]) == expected


def test_team_is_told_that_the_course_is_in_review(waiting, instructor_client):
    expected = [("In review (2 changes, 2\xa0days)", to("review", waiting))]
    assert buttons_above(instructor_client, waiting) == expected


def test_scheduled_course_says_so(edited, instructor, editor, editor_client):
    submit(edited, by=instructor)
    hour = timezone.now() + timedelta(days=1)
    approve(edited, by=editor, fingerprint=Changes(edited).fingerprint, go_live_at=hour)
    assert buttons_above(editor_client, edited) == [("Scheduled", to("review", edited))]


def test_lists_lead_to_the_next_step_of_courses_only(edited, instructor, student):
    def beside(page, user=instructor):
        return [(str(each.label), each.url) for each in listing_buttons(page, user)]

    assert beside(edited) == [("Submit for review", to("submit", edited))]
    assert beside(edited.outline.lessons[0]) == []
    assert beside(edited, student) == []
    submit(edited, by=instructor)
    assert beside(CoursePage.objects.get(pk=edited.pk)) == [("Review", to("review", edited))]


def test_list_of_lessons_has_the_button_too(edited, instructor_client):
    page = instructor_client.get(reverse("wagtailadmin_explore", args=[edited.pk]))
    assert "Submit for review (2 changes)" in page.content.decode()
