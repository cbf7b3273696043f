import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.test import Client

from courses.tests.factories import PASSWORD, user
from skillmate.templatetags.account_tags import browser

from .markup import Page

SESSIONS = "/accounts/sessions/"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"


@pytest.mark.parametrize(
    ("agent", "expected"),
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
def test_a_browser_is_called_by_its_name(agent, expected):
    assert browser(agent) == expected


def sign_in(student, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": student.email, "password": PASSWORD})
    return client


def test_other_browsers_can_be_signed_out(student):
    client = sign_in(student, f"{MAC} Firefox/140.0")
    other_client = sign_in(
        student, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Safari/604.1"
    )
    page = client.get(SESSIONS).content.decode()
    assert "Firefox on Mac" in page
    assert "Safari on iPhone" in page

    client.post(SESSIONS)

    assert get_user(client) == student
    assert not get_user(other_client).is_authenticated


def sessions(page) -> list[int]:
    """The sessions that the list offers to end, by number."""
    return [int(number) for number in re.findall(r"/sessions/(\d+)/end/", page.content.decode())]


def test_one_other_browser_can_be_signed_out(student):
    client, other_client, third_client = (
        sign_in(student, f"{name}/140.0") for name in ("Firefox", "Edg", "OPR")
    )
    [first, _second] = sessions(client.get(SESSIONS))

    page = client.post(f"{SESSIONS}{first}/end/", follow=True)

    assert Page(page.content.decode()).faults() == []
    assert "That browser is signed out." in page.content.decode()
    assert [
        get_user(session_client).is_authenticated
        for session_client in (client, other_client, third_client)
    ] == [True, False, True]
    assert len(sessions(page)) == 1


def test_nobody_ends_the_sessions_of_others(student, student_client):
    other = sign_in(user("other"), "Firefox/140.0")
    other.get(SESSIONS)
    number = UserSession.objects.get(user__username="other").pk

    page = student_client.post(f"{SESSIONS}{number}/end/", follow=True)
    assert "You are not signed in there" in page.content.decode()
    assert student_client.get(f"{SESSIONS}{number}/end/").status_code == 405
    assert Client().post(f"{SESSIONS}{number}/end/").url.startswith("/accounts/login/")
    assert get_user(other).is_authenticated


def test_ending_a_session_that_is_gone_is_no_error(student):
    client, other_client = (sign_in(student, f"{name}/140.0") for name in ("Firefox", "Edg"))
    [number] = sessions(client.get(SESSIONS))
    other_client.post("/accounts/logout/")

    page = client.post(f"{SESSIONS}{number}/end/", follow=True)
    assert page.status_code == 200
    page = client.post(f"{SESSIONS}{number}/end/", follow=True)
    assert "You are not signed in there, or not any more." in page.content.decode()
    assert get_user(client).is_authenticated


def test_a_cookie_kept_from_before_is_worth_nothing_after_signing_out(student):
    client, other_client = sign_in(student, "Firefox/140.0"), Client()
    other_client.cookies["sessionid"] = client.cookies["sessionid"].value
    assert other_client.get("/profile/").status_code == 200

    client.post("/accounts/logout/")

    assert other_client.get("/profile/").status_code == 302


def test_address_that_signs_out_of_the_admin_does_nothing_by_get(admin_client, home):
    assert admin_client.get("/admin/logout/").status_code == 405
    assert admin_client.get("/admin/").status_code == 200
    admin_client.post("/admin/logout/")
    assert admin_client.get("/admin/").status_code == 302
