"""Whose counter a limit counts on."""

import pytest
from django.test import Client

from courses.tests import factories
from courses.tests.release.conftest import client_of
from home.models import ContactMessage
from skillmate import limits

CONTACT = {"name": "Ann", "email": "a@example.com", "subject": "Hi", "message": "Hello."}


def search(client: Client, **sent) -> int:
    return client.get("/search/?q=bread", **sent).status_code


@pytest.fixture
def once(index, settings) -> None:
    for name in ("SEARCH", "CONTACT", "ENROL", "EXPORT"):
        setattr(settings, f"{name}_RATE", "1/h")


@pytest.mark.usefixtures("once")
def test_behind_a_proxy_the_visitors_address_counts(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    ann, bob = ({"headers": {"x-forwarded-for": f"203.0.113.{each}"}} for each in (1, 2))
    assert [search(client, **ann), search(client, **bob), search(client, **ann)] == [200, 200, 429]


@pytest.mark.usefixtures("once")
def test_without_a_proxy_nobody_chooses_an_address(client):
    forged = ({"headers": {"x-forwarded-for": f"203.0.113.{each}"}} for each in (1, 2))
    assert [search(client, **each) for each in forged] == [200, 429]


@pytest.mark.usefixtures("once")
def test_another_browser_at_the_same_address_is_no_other_visitor(client):
    agents = [search(client, headers={"user-agent": each}) for each in ("one", "two")]
    assert agents == [200, 429]


@pytest.mark.usefixtures("once")
def test_two_addresses_have_a_counter_each(client):
    assert [search(client, REMOTE_ADDR=f"198.51.100.{each}") for each in (1, 2, 1)] == [
        200,
        200,
        429,
    ]


@pytest.mark.usefixtures("once")
def test_messages_count_by_address_whoever_signed_in(client, student_client):
    for each in (client, student_client):
        each.post("/contact/", CONTACT)
    assert ContactMessage.objects.count() == 1


@pytest.mark.usefixtures("once")
def test_two_accounts_at_one_address_enrol_apart(course, student_client):
    door = f"/learn/courses/{course.pk}/enrol/"
    other = client_of(factories.user("other"))
    answers = [each.post(door).status_code for each in (student_client, other, student_client)]
    assert answers == [303, 303, 429]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_every_method_that_may_change_something_counts(client, settings, home, method):
    settings.POST_RATE = "0/m"
    assert getattr(client, method)("/about/").status_code == 429


def test_nothing_but_the_admin_and_signed_notifications_goes_uncounted():
    assert limits.UNLIMITED == ("/admin/", "/media/cloudinary/")
