"""Who manages accounts without being an administrator gets at no rights they lack."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import CourseIndexPage
from courses.teams.roles import EDITORS, INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release.conftest import client_of

THIEF = "thief@example.org"
HELPERS = "Helpers"


@pytest.fixture
def helpers(home) -> Group:
    """A role made by hand: it may do to accounts whatever there is to do to them."""
    setup_roles()
    group = Group.objects.create(name=HELPERS)
    codenames = ("access_admin", "add_user", "change_user", "delete_user")
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    return group


@pytest.fixture
def helper(helpers) -> User:
    person = factories.user("helper")
    person.groups.add(helpers, Group.objects.get(name=INSTRUCTORS))
    return person


@pytest.fixture
def helper_client(helper) -> Client:
    return client_of(helper)


def unconfirmed(name: str, **fields) -> User:
    person = factories.user(name, **fields)
    EmailAddress.objects.filter(user=person).update(verified=False)
    person.set_unusable_password()  # as invited: a stranger's account gets no role at all
    person.save()
    return person


def administrator() -> User:
    return unconfirmed("boss", is_superuser=True)


def switched_off() -> User:
    return unconfirmed("boss", is_superuser=True, is_active=False)


def editor() -> User:
    person = unconfirmed("boss")
    person.groups.add(Group.objects.get(name=EDITORS))
    return person


def author() -> User:
    person = unconfirmed("boss")
    ensure_team(factories.course(CourseIndexPage.objects.get()), members=[person])
    return person


def granted() -> User:
    person = unconfirmed("boss")
    person.user_permissions.add(Permission.objects.get(codename="change_group"))
    return person


SENIOR_ACCOUNTS = [administrator, switched_off, editor, author, granted]


def fields(person: User, *groups: str, **changes) -> dict:
    names = {"username": person.username, "first_name": "Changed", "last_name": "By helper"}
    group_ids = [group.pk for group in Group.objects.filter(name__in=groups)]
    return {**names, "email": person.email, "is_active": "on", "groups": group_ids, **changes}


def edit(client: Client, person: User, *groups: str, **changes):
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    return client.post(address, fields(person, *groups, **changes))


def bulk(client: Client, action: str, person: User, **data):
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    return client.post(f"{address}?id={person.pk}", data)


def state(person: User) -> tuple:
    row = User.objects.filter(pk=person.pk).values().get()
    groups = Group.objects.filter(user=person).order_by("pk").values_list("name", flat=True)
    return row, [*groups], [*EmailAddress.objects.filter(user=person).values()]


ACTIONS = {
    "edit": lambda client, person: edit(client, person, email=THIEF),
    "copy": lambda client, person: client.post(
        f"/admin/users/copy/{person.pk}/", fields(person, email=THIEF)
    ),
    "delete": lambda client, person: client.post(
        reverse("wagtailusers_users:delete", args=[person.pk])
    ),
    "bulk delete": lambda client, person: bulk(client, "delete", person),
    "switch off": lambda client, person: bulk(
        client, "set_active_state", person, mark_as_active="False"
    ),
    "switch on": lambda client, person: bulk(
        client, "set_active_state", person, mark_as_active="True"
    ),
    "give a role": lambda client, person: bulk(
        client, "assign_role", person, role=Group.objects.get(name=HELPERS).pk
    ),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("account", SENIOR_ACCOUNTS)
def test_an_account_with_more_rights_is_out_of_reach(helper_client, account, action):
    person = account()
    before = state(person)

    ACTIONS[action](helper_client, person)

    assert state(person) == before


@pytest.mark.parametrize("action", sorted(ACTIONS.keys() - {"copy", "switch on"}))
def test_an_account_with_no_more_rights_is_within_reach(helper_client, action):
    person = unconfirmed("pupil")
    before = state(person)

    ACTIONS[action](helper_client, person)

    assert state(person) != before


def test_the_page_of_an_account_with_more_rights_does_not_open(helper_client, admin_user):
    for name in ("edit", "delete"):
        address = reverse(f"wagtailusers_users:{name}", args=[admin_user.pk])
        assert helper_client.get(address).url == "/admin/"


def test_nobody_makes_administrators_but_administrators(helper_client, student, admin_user):
    edit(helper_client, student, is_superuser="on")
    helper_client.post(
        reverse("wagtailusers_users:add"), fields(User(username="new"), is_superuser="on")
    )
    data = fields(User(username="other", email="o@example.org"), is_superuser="on")
    helper_client.post(reverse("wagtailusers_users:add"), data)

    assert User.objects.filter(username="other").exists()
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["admin"]


def test_roles_are_given_by_those_who_have_them(helper_client, helper, student):
    role = Group.objects.get(name=EDITORS)

    edit(helper_client, student, EDITORS)
    bulk(helper_client, "assign_role", student, role=role.pk)
    bulk(helper_client, "assign_role", helper, role=role.pk)
    edit(helper_client, helper, EDITORS, HELPERS)
    data = fields(User(username="new", email="n@example.org"), EDITORS)
    helper_client.post(reverse("wagtailusers_users:add"), data)
    assert not role.user_set.exists()

    edit(helper_client, student, INSTRUCTORS)
    bulk(helper_client, "assign_role", student, role=Group.objects.get(name=HELPERS).pk)
    assert {group.name for group in student.groups.all()} == {HELPERS, INSTRUCTORS}


def test_nobody_loses_a_role_by_being_edited(helper_client, student):
    student.groups.set(Group.objects.filter(name__in=[HELPERS, INSTRUCTORS]))

    edit(helper_client, student, HELPERS, INSTRUCTORS)

    student.refresh_from_db()
    assert (student.first_name, student.groups.count()) == ("Changed", 2)


def test_the_list_links_to_pages_that_open(helper_client, student, admin_user):
    page = helper_client.get(reverse("wagtailusers_users:index")).content.decode()

    assert f"/admin/users/edit/{student.pk}/" in page
    assert f"/admin/users/edit/{admin_user.pk}/" not in page
    assert "/admin/users/copy/" not in page


def test_asking_about_many_takes_a_fixed_number_of_queries(helper_client):
    def queries() -> int:
        address = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
        with CaptureQueriesContext(connection) as bulk_queries:
            helper_client.get(f"{address}?id=all")
        with CaptureQueriesContext(connection) as list_queries:
            helper_client.get(reverse("wagtailusers_users:index"))
        return len(bulk_queries) + len(list_queries)

    factories.user("one")
    queries()
    count = queries()
    for number in range(4):
        factories.user(f"more{number}")
    assert queries() == count


def test_administrators_may_do_it_all(admin_user):
    client = client_of(admin_user)
    boss = unconfirmed("boss", is_superuser=True)

    edit(client, boss, EDITORS, is_superuser="on", email="mended@example.org")

    boss.refresh_from_db()
    assert (boss.email, boss.is_superuser) == ("mended@example.org", True)
    assert [group.name for group in boss.groups.all()] == [EDITORS]
