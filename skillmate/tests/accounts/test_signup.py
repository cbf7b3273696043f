from threading import Barrier, Thread
from typing import ClassVar

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from .mailbox import html, newest, path_in

pytestmark = pytest.mark.both_databases

ADDRESS = "ann@example.org"
PASSWORD = "correct horse battery"
SIGNUP = "/accounts/signup/"
SENT = "/accounts/confirm-email/"


def sign_up(client: Client, email: str = ADDRESS, **fields):
    return client.post(SIGNUP, {"email": email, "password1": PASSWORD, **fields})


def test_signing_up_sends_a_link_and_lets_nobody_in_yet(client):
    response = sign_up(client)

    assert response.url == SENT
    assert newest().to == [ADDRESS]
    assert not EmailAddress.objects.get().verified
    assert client.get("/profile/").status_code == 302


def test_looking_at_the_link_confirms_nothing(client):
    sign_up(client)

    page = client.get(path_in(newest()))

    assert page.status_code == 200
    assert ADDRESS in page.content.decode()
    assert not EmailAddress.objects.get().verified


def test_confirming_in_the_same_browser_signs_in(client):
    sign_up(client)

    response = client.post(path_in(newest()))

    assert response.url == reverse("learners:dashboard")
    assert EmailAddress.objects.get().verified
    assert int(client.session["_auth_user_id"]) == User.objects.get().pk


def test_confirming_in_another_browser_redirects_to_sign_in(client):
    sign_up(client)
    other_client = Client()

    response = other_client.post(path_in(newest()))

    assert response.url == "/accounts/login/"
    assert "_auth_user_id" not in other_client.session
    assert EmailAddress.objects.get().verified


def test_confirming_redirects_to_the_next_url(client):
    sign_up(client, next="/courses/")

    assert client.post(path_in(newest())).url == "/courses/"


def test_a_used_or_broken_link_shows_what_to_do(client):
    sign_up(client)
    path = path_in(newest())
    client.post(path)

    for link in (path, "/accounts/confirm-email/nonsense:1:2/"):
        page = Client().get(link)
        assert page.status_code == 200
        assert "This link does not work any more" in page.content.decode()
        assert Client().post(link).url == link


def test_a_second_sign_up_looks_the_same_and_notifies_the_owner_by_mail(client, student):
    first = sign_up(client)
    mail.outbox.clear()

    second = sign_up(Client(), email=student.email.upper())

    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert [message.subject for message in mail.outbox] == ["You have an account already"]
    assert newest().to == [student.email]
    assert "/accounts/password/reset/" in html(newest())
    assert User.objects.filter(email__iexact=student.email).count() == 1


class CountingHasher(MD5PasswordHasher):
    algorithm = "counting"
    hashed: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str) -> str:
        self.hashed.append(password)
        return super().encode(password, salt)


def test_the_time_it_takes_does_not_reveal_who_has_an_account(client, student, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.hashed.clear()

    sign_up(client)
    assert CountingHasher.hashed == [PASSWORD]
    sign_up(Client(), email=student.email)
    assert CountingHasher.hashed == [PASSWORD] * 2


def test_signing_up_twice_before_confirming_makes_one_account(client):
    pages = [sign_up(Client()).url for _ in range(2)]

    assert pages == [SENT, SENT]
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_account():
    barrier, responses = Barrier(2), []

    def click() -> None:
        client = Client()
        barrier.wait()
        responses.append(sign_up(client))
        connection.close()

    threads = [Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [response.status_code for response in responses] == [302, 302]
    assert {response.url for response in responses} == {SENT}
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert EmailAddress.objects.filter(email=ADDRESS).count() == 1


def test_same_name_at_two_hosts_makes_two_accounts():
    for host in ("example.org", "example.net"):
        sign_up(Client(), email=f"ann@{host}")

    assert User.objects.values("username").distinct().count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "This field is required."),
        ({"email": "ann"}, "Enter a valid email address."),
        ({"email": f"{'a' * 250}@example.org"}, "Enter at most 254 characters."),
        ({"password1": "short"}, "This password is too short."),
        ({"password1": "1234567890123"}, "This password is entirely numeric."),
        ({"password1": ADDRESS}, "The password is too similar to the email address."),
    ],
)
def test_a_bad_entry_is_shown_and_preserved(client, fields, sentence):
    response = sign_up(client, **{"email": ADDRESS, **fields})

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert f'value="{fields.get("email", ADDRESS)}"' in page or fields.get("email") == ""
    assert PASSWORD not in page
    assert not User.objects.exists()
