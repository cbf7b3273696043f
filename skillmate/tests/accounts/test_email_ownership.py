"""An account anybody may have made with the address of another gets no rights."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from courses.teams.roles import EDITORS, setup_roles
from courses.tests.release.conftest import client_of

from .mailbox import newest, path_in

pytestmark = pytest.mark.both_databases

SQUAT = "squat@example.org"
PASSWORD = "the password of a stranger"
REFUSAL = "Nobody has confirmed the address of this account"


@pytest.fixture
def admin(admin_user) -> Client:
    setup_roles()
    return client_of(admin_user)


@pytest.fixture
def unverified(client) -> User:
    client.post("/accounts/signup/", {"email": SQUAT, "password1": PASSWORD})
    return User.objects.get(email=SQUAT)


def fields(person: User, **changes) -> dict:
    names = {"username": person.username, "first_name": "Real", "last_name": "Owner"}
    return {**names, "email": SQUAT, "is_active": "on", **changes}


def editors() -> Group:
    return Group.objects.get(name=EDITORS)


def edit(admin: Client, person: User, **changes):
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    return admin.post(address, fields(person, **changes), follow=True)


def give_role(admin: Client, person: User):
    address = reverse("wagtail_bulk_action", args=["auth", "user", "assign_role"])
    role = {"role": editors().pk}
    return admin.post(f"{address}?id={person.pk}&next=/admin/users/", role, follow=True)


def test_no_form_gives_it_rights(admin, unverified):
    pages = [
        edit(admin, unverified, groups=[editors().pk]),
        edit(admin, unverified, is_superuser="on"),
        give_role(admin, unverified),
    ]

    assert [page for page in pages if REFUSAL not in page.content.decode()] == []
    unverified.refresh_from_db()
    assert not unverified.groups.exists()
    assert not unverified.is_superuser


def test_once_confirmed_it_gets_them(admin, unverified, client):
    client.post(path_in(newest()))

    give_role(admin, unverified)

    assert unverified.groups.get() == editors()


def test_its_names_can_be_mended(admin, unverified):
    edit(admin, unverified)

    unverified.refresh_from_db()
    assert unverified.first_name == "Real"


def test_the_list_and_the_form_mark_unconfirmed_addresses(admin, unverified, client):
    addresses = [
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:edit", args=[unverified.pk]),
    ]

    def badge_counts() -> list[int]:
        pages = [admin.get(address).content.decode() for address in addresses]
        return [page.count("Not confirmed") for page in pages]

    assert badge_counts() == [2, 1]  # the administrator has confirmed no address, either
    client.post(path_in(newest()))
    assert badge_counts() == [1, 0]


def test_who_is_invited_takes_its_place(admin, unverified):
    data = fields(User(username="owner"), groups=[editors().pk])
    admin.post(reverse("wagtailusers_users:add"), data)

    person = User.objects.get(email=SQUAT)
    assert (person.username, person.groups.get()) == ("owner", editors())
    assert not person.has_usable_password()
    assert newest().subject == "You have an account"
    assert not Client().login(username=SQUAT, password=PASSWORD)
    assert not User.objects.filter(pk=unverified.pk).exists()


def test_who_is_invited_can_be_given_a_role_before_the_first_visit(admin):
    admin.post(reverse("wagtailusers_users:add"), fields(User(username="owner")))
    person = User.objects.get(email=SQUAT)

    give_role(admin, person)

    assert person.groups.get() == editors()


def test_who_was_invited_already_keeps_the_account(admin):
    admin.post(reverse("wagtailusers_users:add"), fields(User(username="owner")))

    page = admin.post(reverse("wagtailusers_users:add"), fields(User(username="second")))

    assert "Somebody has an account with this address already." in page.content.decode()
