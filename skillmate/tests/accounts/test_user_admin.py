"""Accounts made and edited in the admin: who somebody is, never how they sign in."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from courses.teams.roles import INSTRUCTORS
from courses.tests.factories import PASSWORD
from courses.tests.release.conftest import client_of

from .mailbox import html, newest, path_in

NEW = "another good phrase"


@pytest.fixture
def admin(admin_user) -> Client:
    return client_of(admin_user)


def fields(**changes) -> dict:
    person = {"username": "grace", "first_name": "Grace", "last_name": "Hopper"}
    return {**person, "email": "Grace@example.org", "is_active": "on", **changes}


def add(admin: Client, **changes):
    return admin.post(reverse("wagtailusers_users:add"), fields(**changes))


def edit(admin: Client, person: User, **changes):
    return admin.post(reverse("wagtailusers_users:edit", args=[person.pk]), fields(**changes))


def addresses(person: User) -> list[tuple[str, bool, bool]]:
    rows = EmailAddress.objects.filter(user=person).order_by("pk")
    return list(rows.values_list("email", "verified", "primary"))


def test_somebody_added_in_the_admin_chooses_a_password_and_signs_in(admin, client):
    add(admin, password1=PASSWORD, password2=PASSWORD)
    person = User.objects.get(username="grace")
    assert not person.has_usable_password()
    assert addresses(person) == [("grace@example.org", False, True)]
    assert newest().to == ["grace@example.org"]
    assert newest().subject == "You have an account"
    assert path_in(newest()) in html(newest())

    form = client.get(path_in(newest())).url
    client.post(form, {"password1": NEW, "password2": NEW})
    client.post("/accounts/login/", {"login": "grace@example.org", "password": NEW})

    assert get_user(client) == person
    assert addresses(person) == [("grace@example.org", True, True)]


def test_an_address_somebody_has_makes_no_second_account(admin, student):
    page = add(admin, email=student.email.upper())

    assert "Somebody has an account with this address already." in page.content.decode()
    assert not User.objects.filter(username="grace").exists()
    assert mail.outbox == []


def test_the_admin_cannot_change_the_address_somebody_signs_in_with(admin, student):
    edit(admin, student, username="student", email="thief@example.org", password1=NEW)

    student.refresh_from_db()
    assert (student.first_name, student.email) == ("Grace", "student@example.com")
    assert student.check_password(PASSWORD)
    assert addresses(student) == [("student@example.com", True, True)]


def test_a_slip_in_an_address_nobody_has_confirmed_can_be_mended(admin):
    add(admin, email="grcae@example.org")
    person = User.objects.get(username="grace")

    edit(admin, person, email="grace@example.org")

    assert addresses(person) == [("grace@example.org", False, True)]


def test_no_form_of_the_admin_has_a_password(admin, student):
    pages = [
        admin.get(reverse("wagtailusers_users:add")),
        admin.get(reverse("wagtailusers_users:edit", args=[student.pk])),
        admin.get(reverse("wagtailadmin_account")),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [page for page in pages if 'type="password"' in page.content.decode()] == []


def test_an_editor_changes_the_own_address_through_allauth_alone(admin, admin_user):
    account = reverse("wagtailadmin_account")
    data = {"name_email-first_name": "Ada", "name_email-last_name": "Admin"}
    data |= {"name_email-email": "elsewhere@example.org", "theme-theme": "system"}
    data |= {"theme-contrast": "system", "theme-density": "default", "locale-current_time_zone": ""}

    response = admin.post(account, data)

    assert response.status_code == 302
    admin_user.refresh_from_db()
    assert (admin_user.first_name, admin_user.email) == ("Ada", "admin@example.com")
    assert 'href="/accounts/email/"' in admin.get(account).content.decode()


def test_a_reset_confirms_an_address_only_where_there_is_no_other(client, student):
    student.emailaddress_set.update(verified=False)
    EmailAddress.objects.create(user=student, email="second@example.org")
    client.post("/accounts/password/reset/", {"email": student.email})

    client.post(client.get(path_in(newest())).url, {"password1": NEW, "password2": NEW})

    assert [verified for _email, verified, _primary in addresses(student)] == [False, False]


def test_whoever_was_made_on_the_command_line_confirms_the_address(client):
    person = User.objects.create_superuser("root", "root@example.org", PASSWORD)

    response = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    assert response.url == "/accounts/confirm-email/"
    client.post(path_in(newest()))
    assert addresses(person) == [("root@example.org", True, True)]


def test_somebody_who_signed_up_without_names_can_be_switched_off(admin, student):
    assert (student.first_name, student.last_name) == ("", "")
    nameless = {"username": student.username, "first_name": "", "last_name": ""}
    changes = {**nameless, "email": student.email, "is_active": ""}
    assert edit(admin, student, **changes).status_code == 302
    student.refresh_from_db()
    assert (student.is_active, student.first_name, student.last_name) == (False, "", "")


def test_somebody_is_invited_by_address_alone(admin):
    assert add(admin, first_name="", last_name="").status_code == 302
    assert newest().to == ["grace@example.org"]


def test_somebody_without_names_saves_what_they_set_in_the_admin(student):
    student.groups.add(Group.objects.get(name=INSTRUCTORS))
    url = reverse("wagtailadmin_account")
    data = {"name_email-first_name": "", "name_email-last_name": "", "theme-theme": "dark"}
    data |= {"locale-current_time_zone": "Asia/Tokyo", "theme-density": "default"}
    data |= {"theme-contrast": "system", "theme-keyboard_shortcuts": "on"}
    response = client_of(student).post(url, data)
    assert response.status_code == 302, [panel.get_form().errors for panel in panels(response)]
    student.refresh_from_db()
    assert student.wagtail_userprofile.current_time_zone == "Asia/Tokyo"


def panels(response) -> list:
    return [panel for panels in response.context["panels_by_tab"].values() for panel in panels]
