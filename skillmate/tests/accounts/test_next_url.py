"""An act that waits for somebody to sign in is offered after each way there is to sign in."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from courses.tests.factories import PASSWORD
from learners.models import Enrollment

from . import google
from .authenticator import code
from .mailbox import newest, path_in


@pytest.fixture
def next_url(client, course) -> str:
    """Where signing in leads to, after "Enrol now" was pressed without a session."""
    url = client.post(reverse("learners:enrol", args=[course.pk])).url
    return parse_qs(urlsplit(url).query)["next"][0]


def sign_up(client: Client, next_url: str) -> str:
    """From the sign-in page, by its link. Returns the address in the mail."""
    page = client.get("/accounts/login/", {"next": next_url}).text
    link = html.unescape(re.search(r'href="(/accounts/signup/\?next=[^"]+)"', page)[1])
    field = re.search(r'name="next" value="([^"]+)"', client.get(link).text)[1]
    fields = {"email": "ann@example.org", "password1": "correct horse battery", "next": field}
    client.post("/accounts/signup/", fields)
    return path_in(newest())


def assert_offered(client: Client, url: str, course) -> None:
    assert get_user(client).is_authenticated
    assert f"Enrol in “{course.title}” now?" in client.get(url).text
    assert not Enrollment.objects.exists()


def test_after_signing_up(client, next_url, course):
    assert_offered(client, client.post(sign_up(client, next_url)).url, course)


def test_after_signing_up_and_reading_the_mail_in_another_browser(client, next_url, course):
    link, phone = sign_up(client, next_url), Client()
    field = re.search(r'name="next" value="([^"]+)"', phone.get(link).text)[1]
    login = phone.get(phone.post(link, {"next": html.unescape(field)}).url).url
    assert login.startswith("/accounts/login/?next=")
    fields = {"login": "ann@example.org", "password": "correct horse battery"}
    again = parse_qs(urlsplit(login).query)["next"][0]
    assert_offered(phone, phone.post("/accounts/login/", {**fields, "next": again}).url, course)


def test_after_the_second_step(client, next_url, course, student):
    secret = generate_totp_secret()
    TOTP.activate(student, secret)
    fields = {"login": student.email, "password": PASSWORD, "next": next_url}
    step = client.post("/accounts/login/", fields).url
    assert step == "/accounts/2fa/authenticate/"
    assert_offered(client, client.post(step, {"code": code(secret)}).url, course)


def test_after_google(client, next_url, course, settings):
    google.enable_google(settings)
    with google.provider():
        response = google.sign_in(client, google.register_user("gina@example.org"), next=next_url)
        assert_offered(client, response.url, course)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/" + "a" * 2000])
def test_mail_leads_nowhere_else(client, target):
    fields = {"email": "ann@example.org", "password1": "correct horse battery", "next": target}
    client.post("/accounts/signup/", fields)
    assert "next" not in newest().body


@pytest.mark.parametrize("name", ["download_data", "end_session"])
def test_buttons_of_the_account_are_found_again(client, student, name):
    """Their own addresses take nothing but a form: going there after signing in was a 405."""
    args = [1] if name == "end_session" else []
    url = client.post(reverse(name, args=args)).url
    fields = {"login": student.email, "password": PASSWORD}
    fields["next"] = parse_qs(urlsplit(url).query)["next"][0]
    assert client.get(client.post("/accounts/login/", fields).url).status_code == 200
