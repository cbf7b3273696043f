"""What costs others something is done seldom; a form nobody thought of has a limit as well."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from courses.tests import factories
from courses.tests.release.conftest import client_of
from learners.enrollment.library import save
from learners.models import SavedCourse

pytestmark = pytest.mark.both_databases

BACKEND = "django.contrib.auth.backends.ModelBackend"


def statuses(client: Client, path: str, times: int) -> list[int]:
    return [client.post(path).status_code for _ in range(times)]


@pytest.fixture
def save_url(course) -> str:
    """A form without a limit of its own."""
    return reverse("learners:save", args=[course.pk])


@pytest.mark.parametrize(
    ("setting", "path", "first"),
    [
        ("ENROL_RATE", "/learn/courses/{course}/enrol/", 303),
        ("ENROL_RATE", "/learn/courses/{course}/leave/", 303),
        ("WATCH_RATE", "/learn/lessons/{lesson}/videos/1/watched/", 404),
        ("PROFILE_RATE", "/profile/", 200),
        ("EXPORT_RATE", "/profile/data/download/", 200),
        ("UPLOAD_RATE", "/media/uploads/", 403),
        ("UPLOAD_RATE", "/media/uploads/none/sign/", 403),
        ("POST_RATE", "/learn/courses/{course}/save/", 303),
        ("POST_RATE", "/learn/lessons/{lesson}/complete/", 303),
        ("POST_RATE", "/accounts/email/", 302),
        ("POST_RATE", "/nothing/here/", 404),
    ],
)
def test_one_request_more_than_allowed_gets_a_429(
    student_client, course, lessons, settings, setting, path, first
):
    student_client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    setattr(settings, setting, "2/m")
    path = path.format(course=course.pk, lesson=lessons[0].pk)
    assert statuses(student_client, path, 3) == [first, first, 429]


def test_the_page_shows_how_long_to_wait(student_client, save_url, settings):
    settings.POST_RATE = "1/h"
    statuses(student_client, save_url, 1)
    response = student_client.post(save_url)
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "Please wait a few minutes" in response.content.decode()


def test_one_account_is_no_other(student_client, course, save_url, settings, client):
    settings.POST_RATE = "1/m"
    other = client_of(factories.user("other"))
    assert statuses(student_client, save_url, 2) == [303, 429]
    assert statuses(other, save_url, 2) == [303, 429]
    assert statuses(client, save_url, 2) == [303, 429]


def test_over_the_limit_nothing_is_written(student_client, student, course, save_url, settings):
    settings.POST_RATE = "0/m"
    assert statuses(student_client, save_url, 1) == [429]
    assert SavedCourse.objects.filter(library__learner=student).count() == 0
    save(course, by=student)  # what would have been
    assert SavedCourse.objects.filter(library__learner=student).count() == 1


def test_reading_is_not_counted(student_client, course, save_url, settings):
    settings.POST_RATE = "1/m"
    assert [student_client.get(course.url).status_code for _ in range(3)] == [200] * 3
    assert statuses(student_client, save_url, 2) == [303, 429]


def test_the_admin_is_not_counted(client, admin_user, settings):
    settings.POST_RATE = "0/m"
    client.force_login(admin_user, backend=BACKEND)
    assert statuses(client, "/admin/account/", 1) == [200]


@pytest.mark.parametrize("path", ["/courses/", "/courses/category/{category}/"])
def test_the_catalogue_is_searched_as_seldom_as_the_site(client, course, settings, path):
    settings.SEARCH_RATE = "2/m"
    settings.PAGE_CACHE_SIZE = 0  # what is kept costs nothing, and is not counted
    path = path.format(category=course.category.slug)
    urls = ["/search/?q=zibeline", f"{path}?q=zibeline", f"{path}?q=zibeline&sort=relevance"]
    assert [client.get(url).status_code for url in urls] == [200, 200, 429]
    response = client.get(f"{path}?q=zibeline")
    assert response["Retry-After"] == "60"
    page = response.content.decode()
    assert "You have searched very often" in page
    assert {'value="zibeline"' in page, course.title in page} == {True}
    assert {"Nothing found" in page, "?q=" in page} == {False}


def test_a_catalogue_without_a_query_is_not_counted(client, course, settings):
    settings.SEARCH_RATE = "0/m"
    queries = ["", "?q=", "?q=+", "?sort=title&level=beginner"]
    assert {client.get(f"/courses/{query}").status_code for query in queries} == {200}


def test_a_window_that_is_over_lets_one_go_on(student_client, save_url, settings):
    settings.POST_RATE = "1/m"
    assert statuses(student_client, save_url, 2) == [303, 429]
    cache.clear()  # as time does
    assert statuses(student_client, save_url, 1) == [303]
