"""Course teams stay out of the way of those who manage accounts and roles."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.teams.team import team_of
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release.conftest import client_of

pytestmark = pytest.mark.search


@pytest.fixture
@cached_fixture
def admin(home) -> Client:
    return client_of(factories.user("admin", is_superuser=True))


@pytest.fixture
def team(instructor, draft_course) -> Group:
    return draft_course.team.group


def role(name: str) -> Group:
    return Group.objects.get(name=name)


def account_form(user: User, groups: list[Group]) -> dict:
    return {
        "username": user.username,
        "email": user.email,
        "first_name": "Ada",
        "last_name": "Lovelace",
        "is_active": "on",
        "groups": [group.pk for group in groups],
    }


def save_account(admin: Client, user: User, groups: list[Group]):
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    return admin.post(url, account_form(user, groups))


def test_list_of_groups_names_roles_and_no_teams(admin, team):
    html = admin.get(reverse("wagtailusers_groups:index")).content.decode()
    assert [name in html for name in (INSTRUCTORS, EDITORS, team.name)] == [True, True, False]


def test_search_for_a_team_finds_no_group(admin, team):
    response = admin.get(reverse("wagtailusers_groups:index"), {"q": "Course team"})
    assert list(response.context["object_list"]) == []


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_team_is_neither_edited_nor_deleted_as_a_group(admin, team, name):
    url = reverse(f"wagtailusers_groups:{name}", args=[team.pk])
    assert admin.get(url).status_code == admin.post(url).status_code == 404
    assert Group.objects.filter(pk=team.pk).exists()


def test_roles_can_still_be_edited(admin, home):
    url = reverse("wagtailusers_groups:edit", args=[role(EDITORS).pk])
    assert admin.get(url).status_code == 200


def test_permission_to_add_courses_is_shown_for_a_role(admin, home):
    url = reverse("wagtailusers_groups:edit", args=[role(INSTRUCTORS).pk])
    granted_permissions = admin.get(url).context["form"].initial["permissions"]
    offered_permissions = admin.get(url).context["form"].fields["permissions"].queryset
    assert [
        permission.codename
        for permission in granted_permissions
        if permission in offered_permissions
    ].count("add_coursepage") == 1


def test_saved_account_stays_on_its_teams(admin, instructor, team):
    assert save_account(admin, instructor, [role(EDITORS)]).status_code == 302
    instructor.refresh_from_db()
    assert instructor.first_name == "Ada"
    assert set(instructor.groups.all()) == {role(EDITORS), team}


def test_account_saved_without_roles_stays_on_its_teams(admin, instructor, team):
    save_account(admin, instructor, [])
    assert list(instructor.groups.all()) == [team]


def test_account_cannot_be_put_on_a_team_by_its_form(admin, student, team):
    assert save_account(admin, student, [team]).status_code == 200
    assert list(student.groups.all()) == []


def test_new_account_joins_no_team(admin, team, draft_course):
    data = {**account_form(User(username="grace", email="grace@example.com"), [role(EDITORS)])}
    passwords = {"password1": "learn-and-teach", "password2": "learn-and-teach"}
    admin.post(reverse("wagtailusers_users:add"), {**data, **passwords})
    assert list(User.objects.get(username="grace").groups.all()) == [role(EDITORS)]
    assert not team_of(draft_course).filter(username="grace").exists()


@pytest.mark.parametrize("name", ["wagtailusers_users:add", "wagtailusers_users:index"])
def test_accounts_are_sorted_by_role_and_not_by_team(admin, team, name):
    html = admin.get(reverse(name)).content.decode()
    assert [INSTRUCTORS in html, team.name in html] == [True, False]


def test_bulk_action_offers_roles_and_no_teams(admin, student, team):
    url = reverse("wagtail_bulk_action", args=["auth", "user", "assign_role"])
    url = f"{url}?id={student.pk}"
    html = admin.get(url).content.decode()
    assert [INSTRUCTORS in html, team.name in html] == [True, False]
    admin.post(url, {"role": team.pk})
    assert list(student.groups.all()) == []
    admin.post(url, {"role": role(INSTRUCTORS).pk})
    assert list(student.groups.all()) == [role(INSTRUCTORS)]
