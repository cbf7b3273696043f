"""Whoever can open the admin needs a second step, taken in the browser that asks."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.tests.factories import PASSWORD, user

from .authenticator import code

BACKEND = "django.contrib.auth.backends.ModelBackend"
SETUP = "/accounts/second-step/"
REAUTHENTICATE = "/accounts/2fa/reauthenticate/"
SCRIPTS = [
    {"x-requested-with": "XMLHttpRequest"},
    {"hx-request": "true"},
    {"sec-fetch-mode": "cors"},
]


@pytest.fixture(autouse=True)
def _required(settings) -> None:
    settings.ADMIN_MFA_REQUIRED = True


def sign_in(person, secret: str = "") -> Client:
    """Through the sign-in page, and the second step where there is one."""
    client = Client()
    response = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    if secret:
        client.post(response.url, {"code": code(secret)})
    assert get_user(client) == person
    return client


def without_step(person) -> Client:
    """A session that never took a step, as one from before there was any."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def secret(editor) -> str:
    """That of the authenticator app the editor has set up."""
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    return secret


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/?q=a", "/admin/nowhere/", "/teach/"])
def test_without_a_second_step_the_admin_redirects_to_its_setup(editor, path):
    response = sign_in(editor).get(path, follow=True)

    assert response.request["PATH_INFO"] == SETUP
    assert response.wsgi_request.GET["next"] == path
    assert "<h1>A second step for the editor</h1>" in response.content.decode()


def test_an_administrator_needs_one_as_well(admin_user):
    assert without_step(admin_user).get("/admin/").url == f"{SETUP}?next=%2Fadmin%2F"


def test_what_is_posted_goes_nowhere(editor):
    client = sign_in(editor)

    response = client.post("/admin/pages/usage/", {"a": "b"})

    assert response.url == f"{SETUP}?next=%2Fadmin%2F"
    assert client.post("/media/uploads/").status_code == 302


@pytest.mark.parametrize("headers", SCRIPTS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_scripts_get_a_status_and_a_message(editor, headers, method):
    response = getattr(sign_in(editor), method)("/admin/pages/1/edit/preview/", headers=headers)

    assert response.status_code == 403
    assert "needs your second step first" in response.content.decode()


def set_up_an_app(client: Client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    return client.post("/accounts/2fa/totp/activate/", {"code": code(secret)}, follow=True)


def test_setting_up_the_first_step_opens_this_session_and_ends_the_others(editor):
    client, other_client = sign_in(editor), sign_in(editor)
    client.get("/admin/reports/", follow=True)

    page = set_up_an_app(client)

    assert "<h1>Recovery codes</h1>" in page.content.decode()
    assert 'href="/admin/reports/">Go on to the editor</a>' in page.content.decode()
    assert client.get("/admin/").status_code == 200
    assert "Go on to the editor" not in client.get("/accounts/2fa/").content.decode()
    assert not get_user(other_client).is_authenticated


def test_who_signs_in_with_a_code_opens_the_admin(editor, secret):
    assert sign_in(editor, secret).get("/admin/").status_code == 200


def test_who_signs_in_with_a_recovery_code_opens_the_admin(editor, secret):
    recovery = RecoveryCodes.activate(editor).get_unused_codes()[0]
    client = Client()
    step = client.post("/accounts/login/", {"login": editor.email, "password": PASSWORD}).url

    client.post(step, {"code": recovery})

    assert client.get("/admin/").status_code == 200


def test_a_session_without_the_step_has_to_take_it(editor, secret):
    client = without_step(editor)
    redirect = client.get("/admin/pages/")
    assert redirect.url == f"{REAUTHENTICATE}?next=%2Fadmin%2Fpages%2F"

    response = client.post(redirect.url, {"code": code(secret)})

    assert response.url == "/admin/pages/"
    assert client.get("/admin/").status_code == 200


def test_a_password_given_again_is_no_second_step(editor, secret):
    client = without_step(editor)

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.get("/admin/").url.startswith(REAUTHENTICATE)


def test_who_has_a_passkey_alone_has_to_use_it(editor):
    Authenticator.objects.create(user=editor, type="webauthn", data={"name": "Laptop"})

    response = without_step(editor).get("/admin/")

    assert response.url == "/accounts/2fa/webauthn/reauthenticate/?next=%2Fadmin%2F"


def test_a_session_without_the_step_cannot_add_one_of_its_own(editor):
    Authenticator.objects.create(user=editor, type="webauthn", data={"name": "Laptop"})
    client = without_step(editor)

    set_up_an_app(client)

    assert Authenticator.objects.filter(user=editor, type="totp").exists()
    assert client.get("/admin/").url == f"{REAUTHENTICATE}?next=%2Fadmin%2F"


def test_recovery_codes_alone_are_no_second_step(editor):
    RecoveryCodes.activate(editor)

    assert sign_in(editor).get("/admin/").url.startswith(SETUP)


def test_removing_the_last_step_closes_the_admin_again(editor, secret):
    client = sign_in(editor, secret)
    assert client.get("/admin/").status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post("/accounts/2fa/totp/deactivate/")

    assert client.get("/admin/").url.startswith(SETUP)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:a()"])
def test_the_page_redirects_nobody_off_the_site(editor, target):
    client = sign_in(editor)
    client.get(SETUP, {"next": target})
    assert client.session["wanted_in_admin"] == "/admin/"
    TOTP.activate(editor, generate_totp_secret())

    assert client.get(SETUP, {"next": target}).url == "/admin/"


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/pages/1/edit/", "/admin/x/"])
def test_a_student_sees_which_account_is_refused(student_client, settings, path, required):
    settings.ADMIN_MFA_REQUIRED = required

    for response in (student_client.get(path), student_client.post(path)):
        assert response.status_code == 403
        assert "You are signed in as student@example.com" in response.content.decode()
        assert "</footer>" in response.content.decode()


@pytest.mark.parametrize("headers", SCRIPTS)
def test_a_script_of_a_student_gets_a_message(student_client, headers):
    response = student_client.get("/admin/", headers=headers)

    assert response.status_code == 403
    assert response.content.decode() == (
        "You are signed in as student@example.com, and this account cannot open the editor."
    )


def test_students_need_no_second_step_for_their_own_pages(student_client):
    assert student_client.get("/learn/").status_code == 200
    assert student_client.get("/profile/").status_code == 200


def test_the_switch_lets_editors_in_by_password_alone(editor, settings):
    settings.ADMIN_MFA_REQUIRED = False

    assert sign_in(editor).get("/admin/").status_code == 200


def count(client: Client, path: str) -> int:
    client.get(path)  # fills the caches
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("path", "extra"), [("/admin/", 1), ("/courses/", 0), ("/profile/", 0)])
def test_the_step_costs_one_query_in_the_admin_and_none_elsewhere(
    editor, secret, settings, path, extra
):
    client = sign_in(editor, secret)
    required = count(client, path)

    settings.ADMIN_MFA_REQUIRED = False

    assert required - count(client, path) == extra


def test_an_operator_can_take_lost_steps_off(editor, secret, capsys):
    client = sign_in(editor, secret)
    other = user("other")
    TOTP.activate(other, generate_totp_secret())

    call_command("reset_second_step", editor.email.upper())

    assert [authenticator.user for authenticator in Authenticator.objects.all()] == [other]
    assert not get_user(client).is_authenticated
    assert capsys.readouterr().out.startswith("1 removed.")


def test_an_operator_gets_an_error_for_an_unknown_address():
    with pytest.raises(CommandError, match="No account has the verified address nobody@"):
        call_command("reset_second_step", "nobody@example.com")
