import pytest
from django.contrib.auth import get_user
from django.test import Client

from courses.tests.factories import PASSWORD
from skillmate.templatetags.account_tags import browser

SESSIONS = "/accounts/sessions/"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            f"{MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
            "Safari on Mac",
        ),
        (
            f"{MAC} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Chrome on Mac",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) CriOS/140.0", "Chrome on iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Firefox/140.0", "Firefox on Android"),
        ("curl/8.14", "An unknown browser"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_is_called_by_its_name(agent, words):
    assert browser(agent) == words


def sign_in(student, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": student.email, "password": PASSWORD})
    return client


def test_other_browsers_can_be_signed_out(student):
    here = sign_in(student, f"{MAC} Firefox/140.0")
    there = sign_in(student, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Safari/604.1")
    page = here.get(SESSIONS).content.decode()
    assert "Firefox on Mac" in page
    assert "Safari on iPhone" in page

    here.post(SESSIONS)

    assert get_user(here) == student
    assert not get_user(there).is_authenticated
