"""Signing in with Google, played by a real OpenID provider on this machine."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client

from courses.teams.roles import EDITORS
from courses.tests.factories import PASSWORD

from . import google
from .authenticator import code
from .mailbox import newest

GINA = "gina@example.org"


@pytest.fixture(scope="module", autouse=True)
def _provider():
    with google.provider():
        yield


@pytest.fixture(autouse=True)
def _offered(settings) -> None:
    google.enable_google(settings)


@pytest.fixture
def google_subject(student) -> str:
    """The subject of the student, who signs in with Google."""
    SocialAccount.objects.create(user=student, provider="google", uid="1001")
    return google.register_user(student.email)


def test_somebody_new_gets_an_account_without_password(client):
    response = google.sign_in(client, google.register_user(GINA))

    user = User.objects.get()
    assert response.url == "/learn/"
    assert get_user(client) == user
    assert (user.email, user.first_name) == (GINA, "Gina")
    assert not user.has_usable_password()
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(GINA, True)]


def test_somebody_known_comes_back_to_the_same_account(client, google_subject, student):
    google.sign_in(client, google_subject)

    assert get_user(client) == student
    assert User.objects.count() == 1


def test_a_new_address_at_google_does_not_make_another_account(client, google_subject, student):
    google.register_user("moved@example.org", subject=google_subject)

    google.sign_in(client, google_subject)

    assert get_user(client) == student


def test_an_account_with_the_address_is_not_taken_over(client, student):
    response = google.sign_in(client, google.register_user(student.email))

    assert response.status_code == 409
    assert "Sign in as you did before." in response.content.decode()
    assert 'href="/accounts/login/?next=/accounts/3rdparty/"' in response.content.decode()
    assert not get_user(client).is_authenticated
    assert not SocialAccount.objects.exists()


def test_who_signs_in_first_can_connect_google(student_client, student):
    student_client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    response = google.sign_in(
        student_client, google.register_user(student.email), process="connect"
    )

    assert response.url == "/accounts/3rdparty/"
    assert SocialAccount.objects.get().user == student
    assert newest().subject == "Google was connected"
    other = Client()
    google.sign_in(other, "1001")
    assert get_user(other) == student


def test_an_address_google_has_not_verified_has_to_be_confirmed(client):
    response = google.sign_in(client, google.register_user(GINA, verified=False))

    assert response.url == "/accounts/confirm-email/"
    assert not get_user(client).is_authenticated
    assert newest().to == [GINA]


def test_an_unverified_address_of_somebody_else_notifies_only_them(client, student):
    response = google.sign_in(client, google.register_user(student.email, verified=False))

    assert response.url == "/accounts/confirm-email/"  # as for a new one
    assert [message.to for message in mail.outbox] == [[student.email]]
    assert newest().subject == "You have an account already"
    assert not SocialAccount.objects.exists()


def test_who_refuses_at_google_sees_that_nothing_happened(client):
    start = client.post(google.LOGIN)
    redirect = requests.post(start.url, {"action": "deny"}, allow_redirects=False, timeout=5)
    query = urlsplit(redirect.headers["location"]).query

    response = client.get(f"/accounts/google/login/callback/?{query}", follow=True)

    assert "<h1>Sign-in cancelled</h1>" in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("tamper", ["missing", "made up", "of another browser"])
def test_an_unrequested_response_signs_nobody_in(client, tamper):
    address = google.authorize(client, google.register_user(GINA))
    browser = Client() if tamper == "of another browser" else client
    if tamper != "of another browser":
        state = "" if tamper == "missing" else "&state=made-up"
        address = f"{address.partition('&state=')[0]}{state}"

    response = browser.get(address)

    assert response.status_code == 401
    assert "<h1>That sign-in did not work</h1>" in response.content.decode()
    assert not User.objects.exists()


def test_a_response_is_good_for_one_use(client):
    address = google.authorize(client, google.register_user(GINA))
    client.get(address)
    client.logout()

    assert client.get(address).status_code == 401
    assert not get_user(client).is_authenticated


def test_the_code_is_of_use_only_with_what_this_browser_keeps(client):
    """PKCE: a stolen code is refused by the provider without the verifier in the session."""
    address = google.authorize(client, google.register_user(GINA))
    session = client.session
    [state] = session["socialaccount_states"]
    session["socialaccount_states"][state][0]["pkce_code_verifier"] = "another" * 8
    session.save()

    assert client.get(address).status_code == 401
    assert not User.objects.exists()


def test_the_challenge_is_sent_and_the_verifier_is_not(client):
    query = parse_qs(urlsplit(client.post(google.LOGIN).url).query)

    assert query["code_challenge_method"] == ["S256"]
    assert len(query["code_challenge"][0]) == 43
    assert set(query["scope"][0].split()) == {"openid", "profile", "email"}
    assert "code_verifier" not in query


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/courses/", "/courses/"),
        ("https://evil.example/", "/learn/"),
        ("//evil.example/", "/learn/"),
    ],
)
def test_it_redirects_to_the_next_url_on_this_site(client, google_subject, target, expected):
    assert google.sign_in(client, google_subject, next=target).url == expected


def test_editor_lands_in_the_admin_after_google(client, home, google_subject, student):
    student.groups.add(Group.objects.get(name=EDITORS))
    assert google.sign_in(client, google_subject).url == "/admin/"
    client.post("/accounts/logout/")
    assert google.sign_in(client, google_subject, next="/courses/").url == "/courses/"


def test_who_has_a_second_step_has_to_take_it_after_google(client, google_subject, student):
    secret = generate_totp_secret()
    TOTP.activate(student, secret)

    response = google.sign_in(client, google_subject, next="/courses/")

    assert response.url == "/accounts/2fa/authenticate/"
    assert not get_user(client).is_authenticated
    assert client.post(response.url, {"code": code(secret)}).url == "/courses/"
    assert get_user(client) == student


def test_google_alone_does_not_open_the_admin(client, google_subject, student, settings):
    settings.ADMIN_MFA_REQUIRED = True
    student.is_superuser = True
    student.save()

    google.sign_in(client, google_subject)

    assert client.get("/admin/").url.startswith("/accounts/second-step/")


def test_looking_at_the_address_signs_nobody_in(client):
    assert client.get(google.LOGIN).status_code == 200
    assert client.get("/accounts/google/login/callback/").status_code == 401
