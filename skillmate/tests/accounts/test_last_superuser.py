"""One administrator is left, also where two take each other away at once."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from courses.tests.release.conftest import client_of

STILL_THERE = ("access_admin", "change_user", "delete_user")
REFUSED = "This is the only administrator. Make somebody else one first."


@pytest.fixture
def other(admin_user) -> User:
    return User.objects.create_superuser("other", "other@example.org", "x", last_name="Other")


def fields(person: User, **changes) -> dict:
    names = {"username": person.username, "email": person.email}
    names |= {"first_name": "Olive", "last_name": "Other"}
    return {**names, "is_active": "on", "is_superuser": "on", **changes}


def bulk(action: str, person: User) -> str:
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    return f"{address}?id={person.pk}&next=/admin/users/"


def edit(client: Client, person: User, **changes):
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    return client.post(address, fields(person, **changes), follow=True)


ACTIONS: dict[str, tuple[str, Callable]] = {
    "delete": (
        "before_delete_user",
        lambda client, person: client.post(
            reverse("wagtailusers_users:delete", args=[person.pk]), follow=True
        ),
    ),
    "bulk delete": (
        "before_bulk_action",
        lambda client, person: client.post(bulk("delete", person), follow=True),
    ),
    "bulk switch off": (
        "before_bulk_action",
        lambda client, person: client.post(
            bulk("set_active_state", person), {"mark_as_active": "False"}, follow=True
        ),
    ),
    "switch off": (
        "before_edit_user",
        lambda client, person: edit(client, person, is_active=""),
    ),
    "take it away": (
        "before_edit_user",
        lambda client, person: edit(client, person, is_superuser=""),
    ),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_administrator_can_be_taken_away_while_there_is_another(admin_user, other, action):
    ACTIONS[action][1](client_of(admin_user), other)

    assert list(User.objects.filter(is_superuser=True, is_active=True)) == [admin_user]


@pytest.mark.parametrize("action", ACTIONS)
def test_the_last_one_stays_and_the_reason_is_shown(admin_user, other, action):
    """A hook stands for another request, which takes `admin_user` away in the middle of this."""
    hook, perform = ACTIONS[action]
    admin_user.user_permissions.set(Permission.objects.filter(codename__in=STILL_THERE))
    before = User.objects.filter(pk=other.pk).values().get()

    def meanwhile(*args) -> None:
        User.objects.filter(pk=admin_user.pk).update(is_superuser=False)

    with hooks.register_temporarily(hook, meanwhile):
        response = perform(client_of(admin_user), other)

    assert User.objects.filter(pk=other.pk).values().get() == before
    assert response.status_code == 200
    assert REFUSED in response.content.decode()
    assert "success" not in {message.level_tag for message in response.context["messages"]}
