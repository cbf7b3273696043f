"""Who may do what, and every change of it: in the admin, in bulk and in a shell."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.models import Category
from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories

from .conftest import client_of


@pytest.fixture
def ann(root) -> User:
    return factories.user("ann")


def edit(client: Client, user: User, *groups: str, **fields):
    chosen = Group.objects.filter(name__in=groups)
    account = {"username": user.username, "email": user.email, "is_active": "on"}
    names = {"first_name": "Ann", "last_name": "Other", "password1": "", "password2": ""}
    data = {**account, **names, "groups": [group.pk for group in chosen], **fields}
    response = client.post(f"/admin/users/edit/{user.pk}/", data)
    assert response.status_code == 302
    return response


def bulk(client: Client, action: str, user: User, **fields):
    response = client.post(f"/admin/bulk/auth/user/{action}/?id={user.pk}", fields)
    assert response.status_code == 302
    return response


def test_admin_changes_a_role(root_client, ann, entries):
    response = edit(root_client, ann, EDITORS)
    role_entry, edit_entry = entries()
    assert (role_entry.message, role_entry.user.username) == ("Given the role Editors", "root")
    assert (edit_entry.action, edit_entry.label) == ("wagtail.edit", f"Account {ann.pk}")
    assert {role_entry.uuid.hex, edit_entry.uuid.hex} == {response["X-Request-ID"]}
    edit(root_client, ann, INSTRUCTORS)
    assert [entry.message for entry in entries()][:2] == [
        "No longer has the role Editors",
        "Given the role Instructors",
    ]


def test_admin_makes_an_administrator_and_switches_an_account_off(root_client, ann, messages):
    edit(root_client, ann, is_superuser="on", is_active="")
    assert messages() == [
        ("Account switched off", "root"),
        ("Made an administrator of the site", "root"),
        ("Edited", "root"),
    ]
    edit(root_client, ann)
    assert messages() == [
        ("Account activated", "root"),
        ("Is no administrator of the site any more", "root"),
        ("Edited", "root"),
    ]


def test_bulk_actions_are_logged(root_client, ann, messages):
    bulk(root_client, "assign_role", ann, role=Group.objects.get(name=EDITORS).pk)
    bulk(root_client, "set_active_state", ann, mark_as_active="False")
    bulk(root_client, "delete", ann)
    assert messages() == [
        ("Given the role Editors", "root"),
        ("Account switched off", "root"),
        ("Account deleted", "root"),
    ]


def test_what_is_done_in_a_shell_is_logged_without_a_user(ann, messages):
    group = Group.objects.get(name=EDITORS)
    group.user_set.add(ann)
    group.user_set.add(ann)  # twice is once
    group.user_set.clear()
    ann.groups.set([group])
    ann.groups.clear()
    ann.is_superuser = True
    ann.save()
    User.objects.create_superuser("bob", "bob@example.com", "x")
    assert messages() == [
        ("Given the role Editors", "-"),
        ("No longer has the role Editors", "-"),
        ("Given the role Editors", "-"),
        ("No longer has the role Editors", "-"),
        ("Made an administrator of the site", "-"),
        ("Made an administrator of the site", "-"),
    ]


def test_saving_an_account_unchanged_logs_nothing(ann, entries):
    User.objects.get(pk=ann.pk).save()
    User.objects.get(pk=ann.pk).save(update_fields=["last_login"])
    assert entries() == []


def test_team_of_a_course_is_logged_as_a_role(course, ann, messages):
    ensure_team(course, members=[ann])
    assert messages() == [(f"Given the role author of “{course.title}”", "-")]


def test_deletions_are_logged_once_each(root_client, messages):
    one, other = (Category.objects.create(name=name, slug=name) for name in ("one", "other"))
    image, picture = factories.picture("First"), factories.picture("Second")
    messages()
    for address in (
        f"/admin/snippets/courses/category/delete/{one.pk}/",
        f"/admin/bulk/courses/category/delete/?id={other.pk}",
        f"/admin/images/{image.pk}/delete/",
        f"/admin/bulk/media/customimage/delete/?id={picture.pk}",
    ):
        assert root_client.post(address).status_code == 302
    assert messages() == [("Deleted", "root")] * 4


def test_what_was_deleted_keeps_its_name_in_the_log(root_client):
    image = factories.picture("A workbench")
    root_client.post(f"/admin/bulk/media/customimage/delete/?id={image.pk}")
    entry = ModelLogEntry.objects.latest("pk")
    assert (entry.label, entry.object_id, entry.deleted) == ("A workbench", f"{image.pk}", True)


def test_site_history_keeps_what_others_did_with_their_accounts_from_editors(
    editor_client, editor, instructor, root_client
):
    client_of(instructor)
    url = "/admin/reports/site-history/"
    texts = {
        name: client.get(url).content.decode()
        for name, client in (
            ("editor", editor_client),
            ("root", root_client),
        )
    }
    assert {name: "Signed in" in text for name, text in texts.items()} == {
        "editor": False,
        "root": True,
    }
    assert (
        not ModelLogEntry.objects.viewable_by_user(editor)
        .filter(action__startswith="skillmate.")
        .exists()
    )
