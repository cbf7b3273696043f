"""Wanting to change to an address gives nobody a hold on it, and its owner no wrong account."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from courses.tests.factories import PASSWORD, user
from courses.tests.release.conftest import client_of

from . import google
from .mailbox import newest, path_in

VICTIM = "victim@example.org"
OWN = "correct horse battery"


@pytest.fixture
def attacker() -> User:
    """Has asked to change to the address of somebody without an account."""
    person = user("evil")
    browser = client_of(person)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/email/", {"email": VICTIM, "action_add": ""})
    assert newest().to == [VICTIM]
    cache.clear()  # some minutes later, when the next link may be sent to the address
    return person


def rows() -> list[tuple[str, bool]]:
    addresses = EmailAddress.objects.filter(email=VICTIM).order_by("pk")
    return list(addresses.values_list("user__username", "verified"))


def test_the_owner_signs_up_and_the_pending_change_ends(attacker, client):
    old_path = path_in(newest())
    client.post("/accounts/signup/", {"email": VICTIM, "password1": OWN})
    assert path_in(newest()) != old_path
    client.post(path_in(newest()))

    assert get_user(client).email == VICTIM
    assert rows() == [(get_user(client).username, True)]
    client_of(attacker).post(old_path)
    attacker.refresh_from_db()
    assert attacker.email == "evil@example.com"
    other_client = Client()
    other_client.post("/accounts/login/", {"login": VICTIM, "password": OWN})
    assert get_user(other_client) == get_user(client)


def test_no_reset_link_is_for_the_account_of_another(attacker, client):
    mail.outbox.clear()

    client.post("/accounts/password/reset/", {"email": VICTIM})

    assert [message.to for message in mail.outbox] == [[VICTIM]]
    assert [message for message in mail.outbox if "/password/reset/key/" in message.body] == []


def test_the_owner_signs_up_with_google(attacker, client, settings):
    google.enable_google(settings)
    with google.provider():
        google.sign_in(client, google.register_user(VICTIM))

    assert get_user(client).email == VICTIM
    assert rows() == [(get_user(client).username, True)]


def test_the_owner_can_be_invited(attacker, client, admin_user):
    data = {"username": "vic", "first_name": "V", "last_name": "I", "email": VICTIM}
    client_of(admin_user).post(reverse("wagtailusers_users:add"), {**data, "is_active": "on"})
    assert newest().subject == "You have an account"

    form = client.get(path_in(newest())).url
    client.post(form, {"password1": f"{PASSWORD}-2", "password2": f"{PASSWORD}-2"})

    assert rows() == [("vic", True)]
