"""Every page of the accounts: there, in the site's frame, and sound."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from courses.tests.factories import PASSWORD

from .mailbox import newest, path_in
from .markup import Page
from .passkey import credential

OPEN = {
    "/accounts/login/": "Sign in",
    "/accounts/signup/": "Create an account",
    "/accounts/password/reset/": "Reset your password",
    "/accounts/password/reset/done/": "Look into your mail",
    "/accounts/password/reset/key/1-bad/": "This link does not work any more",
    "/accounts/password/reset/key/done/": "You can sign in again",
    "/accounts/confirm-email/": "One more step: look into your mail",
    "/accounts/confirm-email/bad/": "This link does not work any more",
    "/accounts/inactive/": "This account is switched off",
    "/accounts/3rdparty/login/cancelled/": "Sign-in cancelled",
}
SIGNED_IN = {
    "/accounts/logout/": "Sign out?",
    "/accounts/email/": "E-mail",
    "/accounts/password/change/": "Password",
    "/accounts/reauthenticate/": "Is it you?",
    "/accounts/3rdparty/": "Connected accounts",
    "/accounts/sessions/": "Sessions",
    "/accounts/2fa/": "Two-step sign-in",
    "/accounts/2fa/webauthn/": "Passkeys",
}
PROVED = {
    "/accounts/2fa/totp/activate/": "Set up an authenticator app",
    "/accounts/2fa/webauthn/add/": "Add a passkey",
}
PROTECTED = {
    "/accounts/2fa/": "Two-step sign-in",
    "/accounts/2fa/totp/deactivate/": "Switch off the authenticator app?",
    "/accounts/2fa/recovery-codes/": "Recovery codes",
    "/accounts/2fa/recovery-codes/generate/": "Make new recovery codes",
    "/accounts/2fa/reauthenticate/": "Is it you?",
}


def read(response, heading: str, *, status: int = 200) -> Page:
    """Check that `response` is a whole page under `heading`, and give what it consists of."""
    text = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in text
    assert 'id="main"' in text
    page = Page(text)
    assert page.faults() == []
    return page


@pytest.fixture
def reauthenticated_client(student_client) -> Client:
    student_client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return student_client


@pytest.fixture
def two_step_client(reauthenticated_client, student) -> Client:
    """A student with an authenticator app and recovery codes."""
    TOTP.activate(student, generate_totp_secret())
    RecoveryCodes.activate(student)
    return reauthenticated_client


@pytest.mark.parametrize(("path", "heading"), OPEN.items())
def test_open_pages(client, path, heading):
    read(client.get(path), heading)


def test_a_failed_social_sign_in_shows_an_error(client):
    read(client.get("/accounts/3rdparty/login/error/"), "That sign-in did not work", status=401)


@pytest.mark.parametrize(("path", "heading"), SIGNED_IN.items())
def test_pages_of_a_student(student_client, path, heading):
    read(student_client.get(path), heading)


@pytest.mark.parametrize(("path", "heading"), PROVED.items())
def test_pages_after_proving_who_one_is(reauthenticated_client, path, heading):
    read(reauthenticated_client.get(path), heading)


@pytest.mark.parametrize(("path", "heading"), PROTECTED.items())
def test_pages_with_two_steps(two_step_client, path, heading):
    read(two_step_client.get(path), heading)


@pytest.mark.parametrize("path", {**SIGNED_IN, **PROVED, **PROTECTED})
def test_a_visitor_is_redirected_to_sign_in(client, path):
    response = client.get(path)

    target = "/" if path == "/accounts/logout/" else "/accounts/login/"
    assert response.status_code == 302
    assert response.url.partition("?")[0] == target


def test_the_second_step(client, student):
    TOTP.activate(student, generate_totp_secret())

    response = client.post(
        "/accounts/login/", {"login": student.email, "password": PASSWORD}, follow=True
    )

    read(response, "The second step")
    assert Authenticator.objects.get().user == student


def test_the_pages_behind_mailed_links(client, student):
    client.post("/accounts/password/reset/", {"email": student.email})
    read(client.get(path_in(newest()), follow=True), "Choose a new password")

    client.post("/accounts/signup/", {"email": "ann@example.org", "password1": "a good phrase"})
    read(client.get(path_in(newest())), "Confirm your e-mail address")


def test_a_waiting_address_is_shown(reauthenticated_client):
    reauthenticated_client.post("/accounts/email/", {"email": "sam@example.net", "action_add": ""})

    read(reauthenticated_client.get("/accounts/email/"), "E-mail")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("path", "autocomplete"),
    [
        ("/accounts/login/", {"login": "email", "password": "current-password"}),
        ("/accounts/signup/", {"email": "email", "password1": "new-password"}),
        ("/accounts/password/reset/", {"email": "email"}),
    ],
)
def test_browsers_and_password_managers_can_fill_in(client, path, autocomplete):
    page = Page(client.get(path).content.decode())

    autocompletes = {field["name"]: field.get("autocomplete") for field in page.inputs}
    assert {name: autocompletes[name] for name in autocomplete} == autocomplete


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_errors_are_summed_up_with_links_to_the_fields(client, path):
    response = client.post(path, {})
    text = response.content.decode()

    page = Page(text)
    assert page.faults() == []
    assert 'class="errors"' in text
    field_ids = [field["id"] for field in page.inputs if (field.get("id") or "").startswith("id_")]
    assert len(field_ids) == 2
    assert all(f'href="#{name}"' in text for name in field_ids)


def test_pages_of_the_accounts_are_not_for_search_engines(client):
    assert (
        '<meta name="robots" content="noindex">' in client.get("/accounts/login/").content.decode()
    )


@pytest.mark.parametrize("has_passkey", [True, False])
def test_the_second_step_offers_a_passkey_to_who_has_one(
    two_step_client, student, client, has_passkey
):
    if has_passkey:
        data = {"name": "Laptop", "credential": credential()}
        Authenticator.objects.create(user=student, type="webauthn", data=data)
    response = client.post("/accounts/login/", {"login": student.email, "password": PASSWORD})
    page = client.get(response.url)
    read(page, "The second step")
    assert ("Use a passkey instead" in page.text) is has_passkey
