"""Anybody can name an address; it is theirs once they read mail there."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from courses.roles import EDITORS, setup_roles
from courses.tests.factories import PASSWORD
from courses.tests.release.conftest import client_of

from .mailbox import newest, path_in

OWNERS = "vera@example.org"
PHRASE = "a phrase of the owner's"


def sign_up(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/accounts/signup/", {"email": email, "password1": password})
    return client


def sign_in(email: str, password: str) -> User:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password})
    return get_user(client)


@pytest.fixture
def admin(admin_user) -> Client:
    setup_roles()
    return client_of(admin_user)


@pytest.fixture
def squatter(admin) -> User:
    """An account with the address of somebody else, who has not read the mail."""
    sign_up(OWNERS)
    return User.objects.get(email=OWNERS)


@pytest.fixture
def wish(student_client, student) -> None:
    """The student wants to move to the owner's address, so they say."""
    student_client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    student_client.post("/accounts/email/", {"email": OWNERS, "action_add": ""})
    assert EmailAddress.objects.filter(user=student, email=OWNERS, verified=False).exists()


def edit(admin: Client, person: User, **changes):
    fields = {"username": person.username, "first_name": "Vera", "last_name": "V."}
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    data = {**fields, "email": person.email, "is_active": "on", **changes}
    return admin.post(address, data, follow=True)


def give_in_bulk(admin: Client, person: User):
    address = reverse("wagtail_bulk_action", args=["auth", "user", "assign_role"])
    role = Group.objects.get(name=EDITORS)
    return admin.post(
        f"{address}?id={person.pk}&next=/admin/users/", {"role": role.pk}, follow=True
    )


def rights(person: User) -> tuple[list, bool]:
    person = User.objects.get(pk=person.pk)
    return [group.name for group in person.groups.all()], person.is_superuser


def test_unproven_account_is_given_no_role(admin, squatter):
    role = Group.objects.get(name=EDITORS).pk
    for answer in (
        edit(admin, squatter, groups=[role]),
        edit(admin, squatter, is_superuser="on"),
        give_in_bulk(admin, squatter),
    ):
        assert "Nobody has confirmed the address" in answer.content.decode()
    assert rights(squatter) == ([], False)


def test_unproven_account_can_be_edited_all_the_same(admin, squatter):
    edit(admin, squatter)
    squatter.refresh_from_db()
    assert squatter.first_name == "Vera"


def test_once_confirmed_it_is_given_roles(admin, squatter):
    EmailAddress.objects.filter(user=squatter).update(verified=True)
    give_in_bulk(admin, squatter)
    assert rights(squatter) == ([EDITORS], False)


def test_who_is_invited_has_a_role_before_the_address_is_confirmed(admin):
    form = {"username": "vera", "first_name": "Vera", "last_name": "V.", "email": OWNERS}
    admin.post(reverse("wagtailusers_users:add"), {**form, "is_active": "on"})
    person = User.objects.get(email=OWNERS)
    edit(admin, person, groups=[Group.objects.get(name=EDITORS).pk])
    assert rights(person) == ([EDITORS], False)


def test_owner_of_an_address_somebody_wants_signs_up_with_it(wish, student):
    cache.clear()  # as time does: one letter of a kind in three minutes
    client = sign_up(OWNERS, PHRASE)
    client.post(path_in(newest()))
    assert EmailAddress.objects.get(email=OWNERS).user != student
    assert sign_in(OWNERS, PHRASE) == User.objects.get(email=OWNERS)


def test_no_link_to_a_new_password_leads_into_an_account_that_wants_the_address(wish, client):
    mail.outbox.clear()
    client.post("/accounts/password/reset/", {"email": OWNERS})
    assert [message.to for message in mail.outbox] == [[OWNERS]]
    assert "/password/reset/key/" not in newest().body


def test_an_address_somebody_wants_can_be_invited(wish, admin):
    form = {"username": "vera", "first_name": "Vera", "last_name": "V.", "email": OWNERS}
    admin.post(reverse("wagtailusers_users:add"), {**form, "is_active": "on"})
    assert User.objects.get(email=OWNERS).username == "vera"
