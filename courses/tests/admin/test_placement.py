"""A lesson the curriculum does not name is added to it with one press."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import CoursePage, LessonPage
from courses.tests import factories
from courses.tests.release import admin_actions

from .admin_pages import admin_url, course_url, edit_url, placed
from .messages import said

pytestmark = pytest.mark.both_databases


@pytest.fixture
def loose(published_course: CoursePage) -> LessonPage:
    return factories.lesson(published_course, live=False, title="Loose")


def place_url(course: CoursePage, lesson: LessonPage) -> str:
    return reverse("courses_admin:place", args=[course.pk, lesson.pk])


def place(client: Client, course: CoursePage, lesson: LessonPage, **data):
    return client.post(place_url(course, lesson), data, follow=True)


def test_lesson_is_added_behind_the_last(published_course, loose, instructor_client):
    before = placed(published_course)
    response = place(instructor_client, published_course, loose)
    assert said(response) == ["“Loose” stands last in the draft of the curriculum now."]
    assert response.redirect_chain == [
        (reverse("wagtailadmin_explore", args=[published_course.pk]), 302)
    ]
    assert placed(published_course) == [*before, loose.pk]
    place(instructor_client, published_course, loose)
    assert placed(published_course) == [*before, loose.pk]


def test_learners_see_it_no_sooner_than_the_release(published_course, loose, instructor_client):
    before = admin_actions.titles(published_course)
    place(instructor_client, published_course, loose)
    assert admin_actions.titles(published_course) == before


@pytest.mark.parametrize("screen", ["list", "submit", "editor"])
def test_every_list_of_what_is_not_placed_offers_it(
    published_course, loose, instructor_client, screen
):
    url = {
        "list": reverse("wagtailadmin_explore", args=[published_course.pk]),
        "submit": course_url("submit", published_course),
        "editor": edit_url(published_course),
    }[screen]
    assert place_url(published_course, loose) in instructor_client.get(url).content.decode()
    place(instructor_client, published_course, loose)
    assert "/place/" not in instructor_client.get(url).content.decode()


def test_forms_of_the_list_carry_the_token(published_course, loose, instructor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(instructor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("wagtailadmin_explore", args=[published_course.pk]))
    form = page.content.decode().partition(place_url(published_course, loose))[2]
    token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    place(client, published_course, loose, csrfmiddlewaretoken=token)
    assert placed(published_course)[-1] == loose.pk


def test_it_leads_back_to_where_it_was_pressed_and_nowhere_else(
    published_course, loose, instructor_client
):
    submit = course_url("submit", published_course)
    listing = reverse("wagtailadmin_explore", args=[published_course.pk])
    for asked, led in ((submit, submit), ("https://example.org/", listing)):
        response = place(instructor_client, published_course, loose, next=asked)
        assert response.redirect_chain == [(led, 302)]


def test_looking_places_nothing(published_course, loose, instructor_client):
    before = placed(published_course)
    assert instructor_client.get(place_url(published_course, loose)).status_code == 405
    assert placed(published_course) == before


def test_nothing_is_added_during_a_review(
    published_course, loose, instructor_client, editor_client
):
    admin_actions.edit(published_course.outline.lessons[0], title="Edited")
    admin_actions.submit(instructor_client, published_course)
    before = placed(published_course)
    listing = reverse("wagtailadmin_explore", args=[published_course.pk])
    for client in (instructor_client, editor_client):
        assert "/place/" not in client.get(listing).content.decode()
        assert len(said(place(client, published_course, loose))) == 1
    assert placed(published_course) == before


def test_nobody_adds_to_a_course_of_others(index, loose, instructor_client):
    other = factories.course(index, lessons=1)
    theirs = factories.lesson(other, live=False)
    before = placed(other)
    assert place(instructor_client, other, theirs).redirect_chain[-1][0] == "/admin/"
    assert place(instructor_client, other, loose).redirect_chain[-1][0] == "/admin/"
    assert placed(other) == before


def test_lesson_of_another_course_is_not_found(published_course, index, editor_client):
    stranger = factories.course(index, lessons=1).outline.lessons[0]
    before = placed(published_course)
    assert place(editor_client, published_course, stranger).status_code == 404
    assert placed(published_course) == before


def test_course_without_lessons_leads_to_the_first(index, editor_client):
    empty = factories.course(index, live=False, lessons=0)
    html = editor_client.get(reverse("wagtailadmin_explore", args=[empty.pk])).content.decode()
    assert "This course has no lessons yet." in html
    assert admin_url("add", "courses", "lessonpage", empty.pk) in html


@pytest.mark.search
def test_search_beyond_the_course_says_nothing_of_other_lessons(
    published_course, index, editor_client
):
    factories.lesson(factories.course(index), live=False, title="Stranger")
    listing = reverse("wagtailadmin_explore", args=[published_course.pk])
    html = editor_client.get(f"{listing}?q=stranger&search_all=1").content.decode()
    assert "Stranger" in html
    assert "Not placed yet" not in html


@pytest.mark.parametrize("next_url", ["0x10", "wagtailadmin_home", "٣"])
def test_next_that_is_no_path_names_no_view(published_course, loose, instructor_client, next_url):
    answer = instructor_client.post(place_url(published_course, loose), {"next": next_url})
    assert answer.status_code == 302
    assert placed(published_course)[-1] == loose.pk
