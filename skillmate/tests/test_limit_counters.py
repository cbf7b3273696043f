"""Whose tries a limit counts together, and how many there are when nobody sets it."""

import itertools
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.test import Client

from courses.tests import factories
from courses.tests.release.conftest import client_of
from skillmate.tests.test_settings import COMPLETE
from web import rate_limits

pytestmark = pytest.mark.both_databases

ADDRESS, OTHER_ADDRESS = "203.0.113.5", "203.0.113.6"
NUMBERS = itertools.count()
MESSAGE = {"name": "Ada", "email": "ada@example.org", "subject": "Hello", "message": "A question."}
SHIPPED = {
    "POST_RATE": "600/m",
    "CONTACT_RATE": "5/h",
    "SEARCH_RATE": "60/m",
    "SUGGEST_RATE": "300/m",
    "ENROL_RATE": "60/m",
    "WATCH_RATE": "60/m",
    "FILE_RATE": "600/h",
    "UPLOAD_RATE": "60/h",
    "PROFILE_RATE": "60/h",
    "EXPORT_RATE": "60/h",
    "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
}
BY_ACCOUNT = [
    ("ENROL_RATE", "/learn/courses/{course}/enrol/"),
    ("WATCH_RATE", "/learn/lessons/{lesson}/videos/1/watched/"),
    ("PROFILE_RATE", "/profile/"),
    ("EXPORT_RATE", "/teach/{course}/learners.csv"),
    ("UPLOAD_RATE", "/media/uploads/"),
    ("POST_RATE", "/nothing/here/"),
]


def shipped() -> dict:
    """What production goes by when no limit is in the environment."""
    code = (
        "import json, sys, skillmate.settings.production as s;"
        "print(json.dumps({name: getattr(s, name) for name in sys.argv[1:]}))"
    )
    output = subprocess.check_output(  # noqa: S603  (our own command)
        [sys.executable, "-c", code, *SHIPPED],
        cwd=configured.BASE_DIR,
        env={"PATH": os.environ["PATH"], **COMPLETE},
    )
    return json.loads(output)


def test_the_limits_that_ship():
    assert shipped() == SHIPPED


def test_what_has_no_limit_is_named_here():
    assert rate_limits.UNLIMITED == ("/admin/", "/media/cloudinary/")


@pytest.mark.parametrize(
    "path", ["/media/uploads/", "/teach/1/", "/accounts/login/", "/search/", "/courses/", "/"]
)
def test_everything_else_is_limited(client, home, settings, path):
    settings.POST_RATE = "0/m"
    assert client.post(path).status_code == 429


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_whatever_may_change_something_is_counted(client, home, settings, method):
    settings.POST_RATE = "1/m"
    responses = [client.generic(method, "/nothing/here/").status_code for _ in range(2)]
    assert responses[0] != responses[1] == 429


def is_limited(client: Client, path: str, **headers: object) -> bool:
    return client.post(path, **headers).status_code == 429


@pytest.mark.parametrize(("setting", "path"), BY_ACCOUNT)
def test_an_account_has_its_own_wherever_it_is(course, lessons, settings, setting, path):
    setattr(settings, setting, "1/h")
    path = path.format(course=course.pk, lesson=lessons[0].pk)
    one, other = [client_of(factories.user(name, is_superuser=True)) for name in ("one", "other")]
    assert [is_limited(one, path, REMOTE_ADDR=address) for address in (ADDRESS, OTHER_ADDRESS)] == [
        False,
        True,
    ]
    assert not is_limited(other, path, REMOTE_ADDR=ADDRESS)


def search(client: Client, **headers: object) -> bool:
    """Each time for something else: what is kept is not counted."""
    return client.get(f"/search/?q=chair{next(NUMBERS)}", **headers).status_code == 429


def write(client: Client, **headers: object) -> bool:
    """True where the message is refused: who is thanked is sent on."""
    return client.post("/contact/", MESSAGE, **headers).status_code == 200


@pytest.mark.parametrize(("setting", "send"), [("SEARCH_RATE", search), ("CONTACT_RATE", write)])
def test_an_address_has_its_own_whoever_is_there(home, settings, setting, send):
    setattr(settings, setting, "1/h")
    one, other = [client_of(factories.user(name)) for name in ("one", "other")]
    assert not send(one, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT="a")
    assert send(other, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT="b")
    assert send(Client(), REMOTE_ADDR=ADDRESS)
    assert not send(one, REMOTE_ADDR=OTHER_ADDRESS, HTTP_USER_AGENT="a")


@pytest.mark.parametrize("send", [search, write])
def test_behind_a_proxy_the_visitor_is_counted(client, home, settings, send):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.SEARCH_RATE = settings.CONTACT_RATE = "1/h"
    assert not send(client, HTTP_X_FORWARDED_FOR=ADDRESS)
    assert send(client, HTTP_X_FORWARDED_FOR=f"198.51.100.1, {ADDRESS}")  # what they made up first
    assert not send(client, HTTP_X_FORWARDED_FOR=OTHER_ADDRESS)


@pytest.mark.parametrize("send", [search, write])
def test_without_a_proxy_nobody_chooses_an_address(client, home, settings, send):
    settings.SEARCH_RATE = settings.CONTACT_RATE = "1/h"
    assert [send(client, HTTP_X_FORWARDED_FOR=address) for address in (ADDRESS, OTHER_ADDRESS)] == [
        False,
        True,
    ]
