"""What changes who gets in: asked for once more before, and told by mail after."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from courses.tests.factories import PASSWORD

from .authenticator import code
from .google import enable_google

TWO_STEPS = "/accounts/2fa/"
NEW = "another good phrase"
ACTIONS = {
    "switch off the app": (f"{TWO_STEPS}totp/deactivate/", {}),
    "make new codes": (f"{TWO_STEPS}recovery-codes/generate/", {}),
    "add a passkey": (f"{TWO_STEPS}webauthn/add/", {"credential": "{}", "name": "Mine"}),
    "remove a passkey": (f"{TWO_STEPS}webauthn/keys/%(passkey)s/remove/", {}),
    "rename a passkey": (f"{TWO_STEPS}webauthn/keys/%(passkey)s/edit/", {"name": "Mine"}),
    "change the address": ("/accounts/email/", {"email": "n@example.org", "action_add": ""}),
    "disconnect Google": ("/accounts/3rdparty/", {"account": "%(google)s"}),
    "delete the account": ("/profile/data/delete/", {}),
    "download one's data": ("/profile/data/download/", {}),
}
READING = [f"{TWO_STEPS}recovery-codes/", f"{TWO_STEPS}recovery-codes/download/"]


@pytest.fixture
def sign_in_keys(student, settings) -> dict[str, int]:
    """The student's passkey and Google account, beside an app and recovery codes."""
    enable_google(settings)
    TOTP.activate(student, generate_totp_secret())
    RecoveryCodes.activate(student)
    passkey = {"name": "Laptop", "credential": {}}
    key = Authenticator.objects.create(user=student, type="webauthn", data=passkey)
    account = SocialAccount.objects.create(user=student, provider="google", uid="1001")
    return {"passkey": key.pk, "google": account.pk}


def state() -> list:
    models = (Authenticator, SocialAccount, EmailAddress)
    return [list(model.objects.order_by("pk").values()) for model in models]


def do(client: Client, action: str, sign_in_keys: dict[str, int]):
    path, data = ACTIONS[action]
    return client.post(
        path % sign_in_keys, {name: value % sign_in_keys for name, value in data.items()}
    )


@pytest.mark.parametrize("action", ACTIONS)
def test_it_requires_reauthentication(student_client, student, sign_in_keys, action):
    before = state()

    response = do(student_client, action, sign_in_keys)

    assert response.url.startswith("/accounts/reauthenticate/")
    student.refresh_from_db()
    assert student.is_active
    assert state() == before
    assert mail.outbox == []


@pytest.mark.parametrize("path", READING)
def test_recovery_codes_are_not_shown_to_who_finds_the_browser_open(
    student_client, sign_in_keys, path
):
    assert student_client.get(path).url.startswith("/accounts/reauthenticate/")


def test_the_file_is_offered_after_reauthentication(student_client):
    page = student_client.get("/profile/data/")
    assert "Download my data" not in page.text
    assert "/accounts/reauthenticate/?next=/profile/data/" in page.text

    redirect = student_client.post("/profile/data/download/")  # of a page that lay open for long
    followed = student_client.post(redirect.url, {"password": PASSWORD}, follow=True)

    assert followed.redirect_chain == [("/profile/data/", 302)]
    assert "Download my data" in followed.text
    response = student_client.post("/profile/data/download/")
    assert response["Content-Disposition"].startswith('attachment; filename="your-data-')
    assert response.json()["account"]["username"] == "student"


def test_who_signs_in_with_google_alone_needs_no_reauthentication(student_client, student):
    student.set_unusable_password()
    student.save()
    student_client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")

    assert student_client.post("/profile/data/download/").status_code == 200


def test_setting_up_an_app_requires_reauthentication(student_client):
    response = student_client.get(f"{TWO_STEPS}totp/activate/")

    assert response.url.startswith("/accounts/reauthenticate/")


def test_setting_a_password_requires_the_second_step_of_who_has_one(student_client, student):
    secret = generate_totp_secret()
    TOTP.activate(student, secret)
    student.set_unusable_password()
    student.save()
    student_client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    fields = {"password1": NEW, "password2": NEW}

    redirect = student_client.post("/accounts/password/set/", fields)
    student.refresh_from_db()
    assert not student.has_usable_password()

    assert redirect.url.startswith("/accounts/2fa/reauthenticate/")
    student_client.post(redirect.url, {"code": code(secret)})  # goes on with what was asked for
    student.refresh_from_db()
    assert student.check_password(NEW)
    assert mail.outbox[-1].subject == "A password was set"


@pytest.mark.parametrize(
    ("action", "subject"),
    [
        ("switch off the app", "Authenticator app switched off"),
        ("make new codes", "New recovery codes"),
        ("remove a passkey", "A passkey was removed"),
        ("disconnect Google", "Google was disconnected"),
    ],
)
def test_the_owner_is_notified_by_mail(student_client, student, sign_in_keys, action, subject):
    before = state()
    student_client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    do(student_client, action, sign_in_keys)

    assert state() != before
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([student.email], subject)
    ]


def test_the_owner_is_notified_of_a_new_app(student_client, student):
    student_client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = student_client.get(f"{TWO_STEPS}totp/activate/").context["form"].secret

    student_client.post(f"{TWO_STEPS}totp/activate/", {"code": code(secret)})

    assert [message.subject for message in mail.outbox] == ["Authenticator app switched on"]


def test_who_has_a_second_step_can_still_move_to_another_address(
    student_client, student, sign_in_keys
):
    student_client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    do(student_client, "change the address", sign_in_keys)

    assert list(student.emailaddress_set.order_by("pk").values_list("email", "verified")) == [
        ("student@example.com", True),
        ("n@example.org", False),
    ]
