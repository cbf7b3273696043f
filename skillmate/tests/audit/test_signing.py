"""Signing in and out, and what one signs in with, are written down; failures are not."""

import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.core.management import call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.tests.factories import PASSWORD
from skillmate.tests.accounts.mailbox import newest, path_in
from skillmate.tests.accounts.test_email_change import ask_for

pytestmark = pytest.mark.usefixtures("index")
LOGIN = "/accounts/login/"
SECRET = "JBSWY3DPEHPK3PXP"


def sign_in(client: Client, password: str = PASSWORD, email: str = "student@example.com"):
    return client.post(LOGIN, {"login": email, "password": password})


def sign_in_twice(client: Client) -> None:
    """As pages ask for it that change how one signs in."""
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_signing_in_and_out_is_logged_with_its_request(client, student, entries):
    login, logout = sign_in(client), client.post("/accounts/logout/")
    signed_in, signed_out = entries()
    assert (signed_in.message, signed_out.message) == ("Signed in with password", "Signed out")
    assert (signed_in.user, signed_out.user) == (student, student)
    assert (signed_in.object_id, signed_in.label) == (f"{student.pk}", f"Account {student.pk}")
    ids = [signed_in.uuid.hex, signed_out.uuid.hex]
    assert ids == [login["X-Request-ID"], logout["X-Request-ID"]]


def test_signing_out_other_devices_is_logged_with_their_number(client, student, messages):
    for browser in (client, Client(), Client(), Client()):
        sign_in(browser)
    number = UserSession.objects.order_by("pk").last().pk
    messages()

    client.post(f"/accounts/sessions/{number}/end/")
    assert messages() == [("Signed out 1 other device", "student")]
    client.post("/accounts/sessions/")
    assert messages() == [("Signed out 2 other devices", "student")]
    client.post("/accounts/sessions/")
    assert messages() == []


def test_second_step_is_logged(client, student, messages):
    TOTP.activate(student, SECRET)
    messages()
    sign_in(client)
    assert messages() == []  # not yet
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert messages() == [("Signed in with password and authenticator app", "student")]


def test_failures_are_in_the_log_file_without_the_address(client, student, entries, caplog):
    with caplog.at_level(logging.WARNING, "skillmate.audit"):
        sign_in(client, "wrong")
        sign_in(client, "wrong", " STUDENT@example.com")
        sign_in(client, "wrong", "nobody@example.com")
    lines = [record for record in caplog.records if record.name == "skillmate.audit"]
    first, repeated, other = (record.account for record in lines)
    assert (first == repeated, first == other, len(first)) == (True, False, 12)
    assert {record.getMessage() for record in lines} == {"Sign-in failed"}
    assert entries() == []


def test_wrong_second_step_is_in_the_log_file(client, student, entries, caplog):
    TOTP.activate(student, SECRET)
    entries()
    sign_in(client)
    with caplog.at_level(logging.WARNING, "skillmate.audit"):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    [line] = [record for record in caplog.records if record.name == "skillmate.audit"]
    assert (line.event, line.account) == ("second_step_failed", f"{student.pk}")
    assert entries() == []


def test_added_and_removed_sign_in_methods_are_logged(student, messages):
    TOTP.activate(student, SECRET)
    RecoveryCodes.activate(student)
    Authenticator.objects.filter(user=student).order_by("pk").first().delete()
    google = SocialAccount.objects.create(user=student, provider="google", uid="1")
    google.delete()
    assert messages() == [
        ("Added authenticator app as a way to sign in", "-"),
        ("Added recovery codes as a way to sign in", "-"),
        ("Removed authenticator app as a way to sign in", "-"),
        ("Connected to Google", "-"),
        ("Disconnected from Google", "-"),
    ]


def test_sign_in_methods_deleted_with_their_account_are_not_logged_separately(student, entries):
    TOTP.activate(student, SECRET)
    entries()
    student.delete()
    assert [entry.action for entry in entries()] == ["wagtail.delete"]


def test_sign_in_method_removed_on_its_page_is_logged_with_its_user(client, student, messages):
    sign_in_twice(client)
    TOTP.activate(student, SECRET)
    messages()
    client.post("/accounts/2fa/totp/deactivate/")
    assert messages() == [("Removed authenticator app as a way to sign in", "student")]


def test_password_change_is_logged_once(client, student, messages):
    sign_in(client)
    messages()
    fields = {"oldpassword": PASSWORD, "password1": "another good phrase"}
    client.post("/accounts/password/change/", {**fields, "password2": fields["password1"]})
    assert messages() == [("Password changed", "student")]


def test_password_reset_is_logged_as_done_by_a_link(client, student, messages):
    client.post("/accounts/password/reset/", {"email": student.email})
    assert messages() == []
    form = client.get(path_in(newest())).url
    client.post(form, {"password1": "another good phrase", "password2": "another good phrase"})
    assert messages() == [
        ("Password changed", "-"),
        ("Password reset by a link in an e-mail", "student"),
    ]


def test_same_password_stored_better_is_no_change(client, student, messages, settings):
    hashers = "django.contrib.auth.hashers"
    settings.PASSWORD_HASHERS = [f"{hashers}.{name}PasswordHasher" for name in ("PBKDF2", "MD5")]
    sign_in(client)
    student.refresh_from_db()
    assert student.password.startswith("pbkdf2_")
    assert messages() == [("Signed in with password", "student")]


def test_email_change_is_logged_without_an_address(client, student, entries):
    sign_in_twice(client)
    entries()
    ask_for(client, "sam@example.net")
    client.post(path_in(newest()))
    [entry] = entries()
    assert (entry.message, entry.user) == ("E-mail address changed", student)
    assert ("@" in entry.label, entry.data) == (False, {})


def test_entries_outlive_the_account(client, student, entries):
    sign_in(client)
    number = student.pk
    student.delete()
    signed_in, deleted = entries()
    assert (signed_in.user_id, signed_in.label) == (number, f"Account {number}")
    assert (deleted.action, deleted.deleted) == ("wagtail.delete", True)


def test_account_in_a_command_is_logged_without_a_request(student, entries):
    student.set_password("another good phrase")
    student.save()
    [entry] = entries()
    assert (entry.message, entry.user, entry.uuid) == ("Password changed", None, None)


@pytest.mark.django_db(transaction=True)  # `loaddata` sets counters, which no rollback undoes
def test_loaded_rows_write_no_entries(student, tmp_path, entries):
    TOTP.activate(student, SECRET)
    entries()
    file = tmp_path / "rows.json"
    call_command("dumpdata", "auth.user", "mfa", output=f"{file}", verbosity=0)
    Authenticator.objects.all().delete()
    student.email = "new@example.com"
    student.save()
    entries()
    call_command("loaddata", f"{file}", verbosity=0)
    assert entries() == []


@pytest.mark.parametrize("action", ["account_exported", "account_deleted"])
def test_account_actions_can_be_logged(student, action):
    from wagtail.log_actions import log

    log(instance=student, action=f"skillmate.{action}", user=student)
    assert ModelLogEntry.objects.latest("pk").message.endswith(("exported", "deleted"))
    assert get_user(Client()).is_anonymous
