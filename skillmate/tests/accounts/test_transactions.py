"""Where the mail that tells of it cannot be stored, nothing else was: by forms of every kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth import urls as allauth_urls
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from courses.tests.factories import PASSWORD
from courses.tests.release.conftest import client_of
from skillmate.accounts.transactions import METHODS
from web.models import OutgoingMail

from . import google, passkey
from .authenticator import code
from .full_outbox import no_room_for_mail
from .mailbox import newest, path_in

pytestmark = pytest.mark.both_databases

NEW = "wrong horse battery"
PASSWORDS = {"password1": NEW, "password2": NEW}
CERTAIN = "Nothing of what you just sent was saved"


@pytest.fixture(scope="module", autouse=True)
def _provider():
    with google.provider():
        yield


@pytest.fixture
def member(student) -> Client:
    """Just signed in, with the first mails of that out of the way."""
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": student.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def rows() -> list:
    """Of all that these forms change, but sessions."""
    models = (User, EmailAddress, Authenticator, SocialAccount, OutgoingMail)
    return [list(model.objects.order_by("pk").values()) for model in models]


def check_all_or_nothing(send: Callable, *, told: str = CERTAIN) -> None:
    """`send` changes nothing where its mail cannot be stored, and something where it can."""
    before = rows()
    with no_room_for_mail():
        response = send()
    assert response.status_code == 503
    assert told in response.content.decode()
    assert rows() == before
    response = send()
    assert response.status_code in (200, 302)
    assert OutgoingMail.objects.count() == len(before[-1]) + 1


def test_signing_up(visitor):
    data = {"email": "ann@example.org", "password1": NEW}
    check_all_or_nothing(lambda: visitor.post("/accounts/signup/", data))


def test_nobody_is_left_in_the_session_of_a_sign_up_that_failed(visitor):
    """Another account may get the key of the one that was not made."""
    with no_room_for_mail():
        visitor.post("/accounts/signup/", {"email": "ann@example.org", "password1": NEW})
    assert "account_login" not in visitor.session
    assert AUTHENTICATION_METHODS_SESSION_KEY not in visitor.session


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/accounts/password/change/", {"oldpassword": PASSWORD, **PASSWORDS}),
        ("/accounts/email/", {"email": "moved@example.org", "action_add": ""}),
        ("/accounts/password/reset/", {"email": "student@example.com"}),
    ],
)
def test_password_and_address(member, path, data):
    check_all_or_nothing(lambda: member.post(path, data))


def test_setting_a_first_password(member, student):
    student.set_unusable_password()
    student.save()
    client = client_of(student)
    client.raise_request_exception = False
    check_all_or_nothing(lambda: client.post("/accounts/password/set/", PASSWORDS))


def test_a_new_password_by_link(visitor, student):
    visitor.post("/accounts/password/reset/", {"email": student.email})
    form = visitor.get(path_in(newest())).url
    check_all_or_nothing(lambda: visitor.post(form, PASSWORDS))


def test_moving_to_another_address(member, student):
    member.post("/accounts/email/", {"email": "moved@example.org", "action_add": ""})
    path = path_in(newest())
    check_all_or_nothing(lambda: member.post(path))
    assert mail.outbox[-1].to == [student.email]


def test_switching_an_app_on(member):
    secret = member.get("/accounts/2fa/totp/activate/").context["form"].secret
    path, data = "/accounts/2fa/totp/activate/", {"code": code(secret)}
    check_all_or_nothing(lambda: member.post(path, data))


def test_new_recovery_codes(member, student):
    TOTP.activate(student, generate_totp_secret())
    RecoveryCodes.activate(student)
    check_all_or_nothing(lambda: member.post("/accounts/2fa/recovery-codes/generate/"))


def test_switching_an_app_off(member, student):
    TOTP.activate(student, generate_totp_secret())
    check_all_or_nothing(lambda: member.post("/accounts/2fa/totp/deactivate/"))


def test_removing_a_passkey(member, student):
    data = {"name": "My laptop", "credential": passkey.credential()}
    key = Authenticator.objects.create(user=student, type="webauthn", data=data)
    path = reverse("mfa_remove_webauthn", args=[key.pk])
    check_all_or_nothing(lambda: member.post(path))


def test_connecting_google(member, student, settings):
    google.enable_google(settings)
    subject = google.register_user(student.email)
    check_all_or_nothing(
        lambda: google.sign_in(member, subject, process="connect"),
        told="cannot store anything",
    )
    account = SocialAccount.objects.get()
    check_all_or_nothing(lambda: member.post("/accounts/3rdparty/", {"account": account.pk}))


def test_signing_up_by_google(visitor, settings):
    google.enable_google(settings)
    subject = google.register_user("gina@example.org", verified=False)
    check_all_or_nothing(lambda: google.sign_in(visitor, subject), told="cannot store anything")


def test_deleting_an_account(member, student):
    with no_room_for_mail():
        response = member.post("/profile/data/delete/")
    assert (response.status_code, CERTAIN in response.content.decode()) == (503, True)
    assert get_user(member) == student


def test_inviting_somebody(admin_user):
    client = client_of(admin_user)
    client.raise_request_exception = False
    data = {"username": "grace", "email": "grace@example.org", "is_active": "on"}
    check_all_or_nothing(
        lambda: client.post(reverse("wagtailusers_users:add"), data),
        told="may not have been saved",
    )


def test_whoever_could_not_be_written_to_stays_signed_in(member, student):
    sessions = list(Session.objects.order_by("pk").values_list("pk"))
    with no_room_for_mail():
        member.post("/accounts/password/change/", {"oldpassword": PASSWORD, **PASSWORDS})
    assert get_user(member) == student
    assert list(Session.objects.order_by("pk").values_list("pk")) == sessions


@pytest.fixture
def hashed(monkeypatch) -> list[bool]:
    """For each password hashed: whether it was outside of a transaction."""
    hashed, outside = [], len(connection.savepoint_ids)

    def note(password, *args, **kwargs):
        if password:
            hashed.append(len(connection.savepoint_ids) == outside)
        return make_password(password, *args, **kwargs)

    monkeypatch.setattr("django.contrib.auth.base_user.make_password", note)
    return hashed


@pytest.mark.parametrize("email", ["student@example.com", "ann@example.org"])
def test_no_password_is_hashed_while_others_wait(visitor, student, hashed, email):
    """And one is hashed whether or not somebody has an account with the address."""
    visitor.post("/accounts/signup/", {"email": email, "password1": NEW})
    assert hashed == [True]


def test_no_new_password_is_hashed_while_others_wait(member, hashed):
    member.post("/accounts/password/change/", {"oldpassword": PASSWORD, **PASSWORDS})
    assert hashed == [True]


# They tell nobody of anything, or begin a transaction of their own later on.
OTHERS = {"BaseReauthenticateView", "ReauthenticateView", "ReauthenticateWebAuthnView"}
OTHERS |= {"EditWebAuthnView"}


def view_classes(patterns: list[URLPattern | URLResolver]):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from view_classes(pattern.url_patterns)
        elif view_class := getattr(pattern.callback, "view_class", None):
            yield view_class


def test_no_form_of_allauth_is_left_out():
    with_forms = {
        view
        for view in view_classes(allauth_urls.urlpatterns)
        if hasattr(view, "form_valid") and view.__name__ not in OTHERS
    }
    assert with_forms - {view for view, _name in METHODS} == set()
