"""A lesson the curriculum does not name is added to it with one press."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import CoursePage, LessonPage
from courses.tests import factories
from courses.tests.release import admin_actions

from .admin_pages import course_url, draft_curriculum, edit_url
from .messages import message_texts


@pytest.fixture
def unplaced(published_course: CoursePage) -> LessonPage:
    return factories.lesson(published_course, live=False, title="Loose")


def place_url(course: CoursePage, lesson: LessonPage) -> str:
    return reverse("courses_admin:place", args=[course.pk, lesson.pk])


def place(client: Client, course: CoursePage, lesson: LessonPage, **data):
    return client.post(place_url(course, lesson), data, follow=True)


def test_lesson_is_appended_to_the_curriculum(published_course, unplaced, instructor_client):
    before = draft_curriculum(published_course)
    response = place(instructor_client, published_course, unplaced)
    assert message_texts(response) == [
        "“Loose” is the last lesson in the draft of the curriculum now."
    ]
    assert response.redirect_chain == [
        (reverse("wagtailadmin_explore", args=[published_course.pk]), 302)
    ]
    assert draft_curriculum(published_course) == [*before, unplaced.pk]
    place(instructor_client, published_course, unplaced)
    assert draft_curriculum(published_course) == [*before, unplaced.pk]


def test_placed_lesson_is_not_public_before_the_release(
    published_course, unplaced, instructor_client
):
    before = admin_actions.titles(published_course)
    place(instructor_client, published_course, unplaced)
    assert admin_actions.titles(published_course) == before


@pytest.mark.parametrize("screen", ["list", "submit", "editor"])
def test_every_list_of_unplaced_lessons_has_the_button(
    published_course, unplaced, instructor_client, screen
):
    url = {
        "list": reverse("wagtailadmin_explore", args=[published_course.pk]),
        "submit": course_url("submit", published_course),
        "editor": edit_url(published_course),
    }[screen]
    assert place_url(published_course, unplaced) in instructor_client.get(url).content.decode()
    place(instructor_client, published_course, unplaced)
    assert "/place/" not in instructor_client.get(url).content.decode()


def test_forms_of_the_list_have_a_csrf_token(published_course, unplaced, instructor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(instructor, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("wagtailadmin_explore", args=[published_course.pk]))
    form = response.content.decode().partition(place_url(published_course, unplaced))[2]
    token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    place(client, published_course, unplaced, csrfmiddlewaretoken=token)
    assert draft_curriculum(published_course)[-1] == unplaced.pk


def test_redirect_follows_next_on_this_site_only(published_course, unplaced, instructor_client):
    submit = course_url("submit", published_course)
    listing = reverse("wagtailadmin_explore", args=[published_course.pk])
    for next_url, expected in ((submit, submit), ("https://example.org/", listing)):
        response = place(instructor_client, published_course, unplaced, next=next_url)
        assert response.redirect_chain == [(expected, 302)]


def test_get_request_places_nothing(published_course, unplaced, instructor_client):
    before = draft_curriculum(published_course)
    assert instructor_client.get(place_url(published_course, unplaced)).status_code == 405
    assert draft_curriculum(published_course) == before


def test_nothing_is_placed_during_a_review(
    published_course, unplaced, instructor_client, editor_client
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Edited")
    admin_actions.submit(instructor_client, published_course)
    before = draft_curriculum(published_course)
    listing = reverse("wagtailadmin_explore", args=[published_course.pk])
    for client in (instructor_client, editor_client):
        assert "/place/" not in client.get(listing).content.decode()
        assert len(message_texts(place(client, published_course, unplaced))) == 1
    assert draft_curriculum(published_course) == before


def test_lesson_is_not_placed_in_another_teams_course(index, unplaced, instructor_client):
    other = factories.course(index, lessons=1)
    foreign_lesson = factories.lesson(other, live=False)
    before = draft_curriculum(other)
    assert place(instructor_client, other, foreign_lesson).redirect_chain[-1][0] == "/admin/"
    assert place(instructor_client, other, unplaced).redirect_chain[-1][0] == "/admin/"
    assert draft_curriculum(other) == before


def test_lesson_of_another_course_is_not_found(published_course, index, editor_client):
    foreign_lesson = factories.course(index, lessons=1).outline.lessons[0]
    before = draft_curriculum(published_course)
    assert place(editor_client, published_course, foreign_lesson).status_code == 404
    assert draft_curriculum(published_course) == before


def test_course_without_lessons_links_to_a_new_lesson(index, editor_client):
    empty = factories.course(index, live=False, lessons=0)
    html = editor_client.get(reverse("wagtailadmin_explore", args=[empty.pk])).content.decode()
    assert "This course has no lessons yet." in html
    assert course_url("new_lesson", empty) in html


@pytest.mark.search
def test_search_beyond_the_course_does_not_mark_other_lessons_as_unplaced(
    published_course, index, editor_client
):
    factories.lesson(factories.course(index), live=False, title="Stranger")
    listing = reverse("wagtailadmin_explore", args=[published_course.pk])
    html = editor_client.get(f"{listing}?q=stranger&search_all=1").content.decode()
    assert "Stranger" in html
    assert "Not placed yet" not in html


@pytest.mark.parametrize("next_url", ["0x10", "wagtailadmin_home", "٣"])
def test_next_that_is_no_path_is_ignored(published_course, unplaced, instructor_client, next_url):
    response = instructor_client.post(place_url(published_course, unplaced), {"next": next_url})
    assert response.status_code == 302
    assert draft_curriculum(published_course)[-1] == unplaced.pk
