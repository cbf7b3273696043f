"""Whose tries a limit counts together, and how many there are when nobody sets it."""

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

HERE, THERE = "203.0.113.5", "203.0.113.6"
MESSAGE = {"name": "Ada", "email": "ada@example.org", "subject": "Hello", "message": "A question."}
SHIPPED = {
    "POST_RATE": "600/m",
    "CONTACT_RATE": "5/h",
    "SEARCH_RATE": "60/m",
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
    printed = subprocess.check_output(  # noqa: S603  (our own command)
        [sys.executable, "-c", code, *SHIPPED],
        cwd=configured.BASE_DIR,
        env={"PATH": os.environ["PATH"], **COMPLETE},
    )
    return json.loads(printed)


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


def refused(client: Client, path: str, **more: object) -> bool:
    return client.post(path, **more).status_code == 429


@pytest.mark.parametrize(("setting", "path"), BY_ACCOUNT)
def test_an_account_has_its_own_wherever_it_is(course, lessons, settings, setting, path):
    setattr(settings, setting, "1/h")
    path = path.format(course=course.pk, lesson=lessons[0].pk)
    one, other = [client_of(factories.user(name, is_superuser=True)) for name in ("one", "other")]
    assert [refused(one, path, REMOTE_ADDR=each) for each in (HERE, THERE)] == [False, True]
    assert not refused(other, path, REMOTE_ADDR=HERE)


def search(client: Client, **more: object) -> bool:
    return client.get("/search/?q=chair", **more).status_code == 429


def write(client: Client, **more: object) -> bool:
    """True where the message is refused: who is thanked is sent on."""
    return client.post("/contact/", MESSAGE, **more).status_code == 200


@pytest.mark.parametrize(("setting", "act"), [("SEARCH_RATE", search), ("CONTACT_RATE", write)])
def test_an_address_has_its_own_whoever_is_there(home, settings, setting, act):
    setattr(settings, setting, "1/h")
    one, other = [client_of(factories.user(name)) for name in ("one", "other")]
    assert not act(one, REMOTE_ADDR=HERE, HTTP_USER_AGENT="a")
    assert act(other, REMOTE_ADDR=HERE, HTTP_USER_AGENT="b")
    assert act(Client(), REMOTE_ADDR=HERE)
    assert not act(one, REMOTE_ADDR=THERE, HTTP_USER_AGENT="a")


@pytest.mark.parametrize("act", [search, write])
def test_behind_a_proxy_the_visitor_is_counted(client, home, settings, act):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.SEARCH_RATE = settings.CONTACT_RATE = "1/h"
    assert not act(client, HTTP_X_FORWARDED_FOR=HERE)
    assert act(client, HTTP_X_FORWARDED_FOR=f"198.51.100.1, {HERE}")  # what they made up first
    assert not act(client, HTTP_X_FORWARDED_FOR=THERE)


@pytest.mark.parametrize("act", [search, write])
def test_without_a_proxy_nobody_chooses_an_address(client, home, settings, act):
    settings.SEARCH_RATE = settings.CONTACT_RATE = "1/h"
    assert [act(client, HTTP_X_FORWARDED_FOR=each) for each in (HERE, THERE)] == [False, True]
