"""Where nobody counts, nobody tries to get into an account; learning goes on."""

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from courses.tests import factories
from learners.models import Enrollment
from web.cache import circuit_breaker
from web.tests.cache import broken

SENTENCE = "please try again in a minute"


@pytest.fixture
def lost_cache(settings, tmp_path):
    circuit_breaker.breaker_of.cache_clear()
    settings.CACHES = {**settings.CACHES, "default": broken.files_nowhere(tmp_path)}
    yield
    circuit_breaker.breaker_of.cache_clear()


GUARDED = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/key/1-wrong/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/webauthn/login/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/confirm-email/wrong/",
]


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_what_protects_an_account_waits(home, student, lost_cache, path, is_signed_in):
    client = Client()
    if is_signed_in:
        client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(path, {"login": student.email, "password": factories.PASSWORD})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    page = response.content.decode()
    assert SENTENCE in page
    assert ("you are still signed in" in page) is is_signed_in
    assert mail.outbox == []


def test_the_right_password_lets_nobody_in(home, client, student, lost_cache):
    client.post("/accounts/login/", {"login": student.email, "password": factories.PASSWORD})
    assert "_auth_user_id" not in client.session


def test_nobody_guesses_while_nothing_can_be_read(home, student, settings, tmp_path):
    """Where an empty history is read, each try is the first, and the true one is written over."""
    files = broken.files_below(tmp_path / "cache")
    settings.CACHES = {**settings.CACHES, "default": files}
    while "Too many attempts" not in try_to_sign_in(student).content.decode():
        pass
    caches["default"]._breaker.fail(["read"], OSError())
    assert {try_to_sign_in(student).status_code for _number in range(10)} == {429}
    caches["default"]._breaker.succeed("read")
    assert "Too many attempts" in try_to_sign_in(student).content.decode()


def try_to_sign_in(student) -> HttpResponse:
    return Client().post("/accounts/login/", {"login": student.email, "password": "wrong"})


def test_scripts_are_told_in_json(home, client, lost_cache):
    response = client.post("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert response.status_code == 429
    assert response.json() == {
        "error": "Sign-in cannot be offered at the moment. Try again in a minute."
    }


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_forms_are_shown(home, client, lost_cache, path):
    assert client.get(path).status_code == 200


def test_whoever_is_signed_in_goes_on_learning(student, student_client, course, lost_cache):
    response = student_client.post(reverse("learners:enrol", args=[course.pk]))
    assert response.status_code == 303
    assert Enrollment.objects.filter(learner=student, course=course).exists()
    assert student_client.get("/search/?q=course").status_code == 200
    assert student_client.get("/learn/").status_code == 200


def test_signing_out_works(student_client, home, lost_cache):
    student_client.post("/accounts/logout/")
    assert "_auth_user_id" not in student_client.session


def test_sessions_can_be_ended(home, student, student_client, lost_cache):
    UserSession.objects.create(user=student, session_key="elsewhere", ip="127.0.0.1", user_agent="")
    student_client.post("/accounts/sessions/")
    assert not UserSession.objects.filter(session_key="elsewhere").exists()


def test_signing_in_works_again_with_the_cache(
    home, client, student, lost_cache, settings, monkeypatch
):
    monkeypatch.setattr(circuit_breaker, "RETRY_SECONDS", 0.0)
    fields = {"login": student.email, "password": factories.PASSWORD}
    assert client.post("/accounts/login/", fields).status_code == 429
    settings.CACHES["default"]["LOCATION"].parent.unlink()
    assert client.post("/accounts/login/", fields).status_code == 302


def test_a_cache_that_is_lost_in_between_lets_nobody_in(
    home, student, lost_cache, settings, monkeypatch
):
    """allauth waits for its lock, which is never given."""
    monkeypatch.setattr("allauth.core.internal.ratelimit.CACHE_LOCK_WAIT_TIMEOUT", 0.02)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "FailClosed" not in name]
    client = Client()
    fields = {"login": student.email, "password": factories.PASSWORD}
    assert client.post("/accounts/login/", fields).status_code == 429
    assert "_auth_user_id" not in client.session
