"""`/healthz` and `/readyz` answer whoever asks, by whatever name, and are kept by nobody."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from skillmate.operations import heartbeat, probes
from skillmate.version import VERSION

ANY_HOST = {"Host": "10.0.0.7:8000"}


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    monkeypatch.setattr(probes, "FRESH_SECONDS", 0)


@pytest.fixture
def secure(settings):
    settings.SECURE_SSL_REDIRECT = True


def test_healthz_needs_no_name_no_https_no_database_and_no_cache(
    secure, settings, django_assert_num_queries, db
):
    settings.CACHES = {alias: {"BACKEND": "missing.Cache"} for alias in settings.CACHES}
    with django_assert_num_queries(0):
        response = Client().get("/healthz", headers=ANY_HOST)
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz/", "/healthz/x", "//healthz", "/HEALTHZ", "/readyz/"])
def test_no_other_address_is_answered_by_any_name(secure, db, path):
    assert Client().get(path, headers=ANY_HOST).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_readyz_says_what_is_missing(secure):
    response = Client().get("/readyz", headers=ANY_HOST)
    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "version": VERSION,
        "missing": {"worker": "The worker has never been heard of."},
    }
    heartbeat.beat()
    response = Client().get("/readyz", headers=ANY_HOST)
    assert (response.status_code, response.json()["ready"]) == (200, True)
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/json"


def test_answer_is_used_again_for_a_moment(monkeypatch):
    monkeypatch.setattr(probes, "FRESH_SECONDS", 60)
    monkeypatch.setattr(probes, "_latest", (float("inf"), {"disk": "There is little room left."}))
    assert json.loads(Client().get("/readyz").content)["missing"] == {
        "disk": "There is little room left."
    }


@pytest.mark.django_db(transaction=True)
def test_command_says_the_same(capsys):
    with pytest.raises(CommandError, match="^worker: The worker has never been heard of.$"):
        call_command("ready")
    heartbeat.beat()
    call_command("ready")
    assert capsys.readouterr().out == f"Skillmate {VERSION} has everything it needs.\n"
