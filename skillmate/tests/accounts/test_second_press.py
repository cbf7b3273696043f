"""Buttons of the account that are pressed twice, or in a window that is behind."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from courses.tests import factories

from .authenticator import code
from .mailbox import newest, path_in
from .passkey import credential

MFA = "/accounts/2fa/"


@pytest.fixture
def signed_in(student) -> Client:
    client = Client()
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    return client


def second_answer(client: Client, path: str, data: dict | None = None) -> str:
    """The page that a second press leads to."""
    client.post(path, data or {})
    response = client.post(path, data or {}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_an_address_that_is_removed_already(signed_in, student):
    EmailAddress.objects.create(user=student, email="sam@example.net")
    data = {"email": "sam@example.net", "action_remove": ""}
    html = second_answer(signed_in, "/accounts/email/", data)
    assert "That address does not belong to your account, or no longer." in html


def test_an_authenticator_app_that_is_switched_on_already(signed_in):
    path = f"{MFA}totp/activate/"
    secret = signed_in.get(path).context["form"].secret
    html = second_answer(signed_in, path, {"code": code(secret)})
    assert "The authenticator app is switched on." in html
    assert "Switch off the authenticator app?" not in html


def test_an_authenticator_app_that_is_switched_off_already(signed_in, student):
    TOTP.activate(student, generate_totp_secret())
    html = second_answer(signed_in, f"{MFA}totp/deactivate/")
    assert "The authenticator app is switched off." in html


@pytest.mark.parametrize("verb", ["remove", "edit"])
def test_a_passkey_that_is_gone(signed_in, student, verb):
    data = {"name": "Key", "credential": credential()}
    key = Authenticator.objects.create(user=student, type="webauthn", data=data).pk
    signed_in.post(f"{MFA}webauthn/keys/{key}/remove/")
    html = second_answer(signed_in, f"{MFA}webauthn/keys/{key}/{verb}/", {"name": "Phone"})
    assert "There is no such passkey any more." in html


def test_a_link_that_was_confirmed_a_moment_ago(client, db):
    client.post("/accounts/signup/", {"email": "new@example.com", "password1": factories.PASSWORD})
    html = second_answer(Client(), path_in(newest()))
    assert "This link does not work any more" in html


def test_an_account_that_is_deleted_already(student, admin_client):
    path = f"/admin/users/delete/{student.pk}/"
    admin_client.post(path)
    response = admin_client.post(path)
    assert response.status_code == 404
    assert "It may be deleted already" in response.content.decode()
    path = f"/admin/bulk/auth/user/delete/?id={student.pk}&next=/admin/users/"
    assert admin_client.post(path).status_code == 404


def test_signing_out_of_the_admin_twice_leads_to_no_button(admin_client):
    response = second_logout(admin_client)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=/admin/")
    assert "logout" not in response.redirect_chain[-1][0]


def second_logout(client: Client):
    client.post("/admin/logout/")
    return client.post("/admin/logout/", follow=True)
