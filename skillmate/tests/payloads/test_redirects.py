"""Wherever an address to go on to is read, it leads to this site or is forgotten."""

from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from courses.tests.factories import PASSWORD, user
from courses.tests.release.conftest import client_of
from learners.enrollment.enrollment import enroll

from .lists import OTHER_SITES

SIGN_IN = {"login": "student@example.com", "password": PASSWORD}
SIGN_UP = {"email": "new@example.com", "password1": PASSWORD + "-always"}
# By path: what is posted besides `next`, or None to fetch it. Every one is tried as student.
LEARNER_FORMS = {
    "/admin/login/": None,
    "/_util/login/": None,
    "/accounts/login/": SIGN_IN,
    "/accounts/signup/": SIGN_UP,
    "/accounts/reauthenticate/": {"password": PASSWORD},
    "/accounts/logout/": {},
    "/accounts/2fa/webauthn/login/": {"credential": "{}"},
    "/learn/courses/{course}/enrol/": {},
    "/learn/courses/{course}/leave/": {},
    "/learn/courses/{course}/save/": {},
    "/learn/courses/{course}/unsave/": {},
    "/learn/courses/{course}/updates/": {"release": "1"},
    "/learn/lessons/{lesson}/complete/": {"then": "next"},
}
ADMIN_FORMS = {
    "/admin/pages/{lesson}/lock/": {},
    "/admin/pages/{lesson}/unpublish/": {},
    "/admin/pages/{lesson}/copy/": {"new_title": "x", "new_slug": "x", "new_parent_page": "1"},
    "/admin/pages/{lesson}/delete/": {},
    "/admin/courses/{course}/place/{lesson}/": {},
    "/admin/login/": None,
}


# Every form is tried with these; with the others one form of each who reads `next`: allauth,
# Wagtail, and this site.
COMMON = {"scheme", "no scheme", "backslash"}
READERS = {"/_util/login/", "/accounts/login/", "/learn/courses/{course}/save/"}
READERS |= {"/admin/pages/{lesson}/unpublish/", "/admin/courses/{course}/place/{lesson}/"}


def forms_to_try(forms: dict[str, dict | None], name: str) -> dict[str, dict | None]:
    return {path: data for path, data in forms.items() if name in COMMON or path in READERS}


def leads_away(location: str) -> bool:
    """As a browser reads it: backslashes are slashes, tabs and line ends are not there."""
    plain = location.strip(" \x08").replace("\\", "/").replace("\t", "").replace("\n", "")
    address = urlsplit(plain)
    return address.netloc not in ("", "testserver") or address.scheme not in ("", "http", "https")


def redirect_locations(client: Client, path: str, data: dict | None, other_url: str) -> list[str]:
    """Where one is led, with the address in the query and in the form."""
    query = {"next": other_url, "return_url": other_url, "redirect_to": other_url}
    if data is None:
        return [client.get(path, query).get("Location", "")]
    in_query = client.post(path, data, query_params=query).get("Location", "")
    return [in_query, client.post(path, data | query).get("Location", "")]


@pytest.mark.parametrize("name", OTHER_SITES)
def test_no_page_leads_a_learner_away(course, student, name, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    enroll(course, by=student)
    keys = {"course": course.pk, "lesson": course.outline.lessons[0].pk}
    for path, data in forms_to_try(LEARNER_FORMS, name).items():
        for client in (Client(), client_of(student)):
            locations = redirect_locations(client, path.format(**keys), data, OTHER_SITES[name])
            assert {(path, location) for location in locations if leads_away(location)} == set()


@pytest.mark.parametrize("name", OTHER_SITES)
def test_no_page_of_the_admin_leads_away(course, name):
    client = client_of(user("root", is_superuser=True))
    keys = {"course": course.pk, "lesson": course.outline.lessons[0].pk}
    for path, data in forms_to_try(ADMIN_FORMS, name).items():
        data = data and {field: value.format(**keys) for field, value in data.items()}
        locations = redirect_locations(client, path.format(**keys), data, OTHER_SITES[name])
        assert {(path, location) for location in locations if leads_away(location)} == set()


def test_next_of_this_site_is_followed(course, student):
    """Else the tests above would pass for pages that read no `next`."""
    keys = {"course": course.pk, "lesson": course.outline.lessons[0].pk}
    own_url, followed = "/about/", set()
    for path, data in LEARNER_FORMS.items():
        for client in (Client(), client_of(student)):
            locations = redirect_locations(client, path.format(**keys), data, own_url)
            if any(own_url in location for location in locations):
                followed.add(path)
    assert {*LEARNER_FORMS} - followed == {"/learn/lessons/{lesson}/complete/"}


HOSTS = ["evil.example", "testserver:81", "testserver@evil.example", "a b"]
MAIL_FORMS = {
    "/accounts/password/reset/": {"email": "student@example.com"},
    "/accounts/signup/": SIGN_UP,
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", MAIL_FORMS)
def test_no_host_decides_where_a_mailed_link_leads(client, student, home, path, host, settings):
    settings.ALLOWED_HOSTS = ["*"]
    response = client.post(path, MAIL_FORMS[path], headers={"host": host})
    assert response.status_code in {302, 400}
    assert len(mail.outbox) == (response.status_code == 302)
    for message in mail.outbox:
        assert ("evil.example" in message.body, settings.SITE_URL in message.body) == (False, True)


@pytest.mark.parametrize("header", ["x-forwarded-host", "forwarded", "x-host", "x-original-url"])
def test_no_other_header_does_either(client, student, home, header):
    path = "/accounts/password/reset/"
    client.post(path, MAIL_FORMS[path], headers={header: "evil.example"})
    [message] = mail.outbox
    assert "evil.example" not in message.body


def test_a_host_that_is_not_ours_is_refused(client, home):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
