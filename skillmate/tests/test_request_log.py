"""One JSON line for each request: what it tells, and what never gets into it."""

import json
import logging
import logging.config
from io import StringIO

import pytest
from django.test import Client

from courses.tests import factories
from skillmate.logs import shown_path
from skillmate.settings.logs import json_logging

SENT = "0123456789abcdef0123456789abcdef"
KEY = "MQ-cs3cr3t-0123456789abcdef"


@pytest.fixture
def lines():
    """Reads what has been logged since the last time, each line as the object it holds."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    config = logging.config.DictConfigurator(json_logging("INFO"))
    handler.setFormatter(config.configure_formatter(config.config["formatters"]["json"]))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel("INFO")

    def read() -> list[dict]:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        return [json.loads(line) for line in text.splitlines()]

    yield read
    root.removeHandler(handler)
    root.setLevel(before)


def access(lines: list[dict]) -> dict:
    [line] = [entry for entry in lines if entry["logger"] == "skillmate.access"]
    return line


def test_request_is_one_line_with_user_path_and_duration(student_client, student, lines):
    response = student_client.get("/learn/", {"email": "ann@example.org"})
    [line] = lines()
    assert line.pop("time")[:2] == "20"
    assert 0 < line.pop("duration_ms") < 60_000
    assert line == {
        "level": "INFO",
        "logger": "skillmate.access",
        "message": "Answered",
        "request_id": response["X-Request-ID"],
        "user_id": student.pk,
        "method": "GET",
        "path": "/learn/",
        "route": "learners:dashboard",
        "status": 200,
    }


def test_visitor_has_no_number(db, lines):
    Client().get("/healthz")
    assert access(lines())["user_id"] is None


def test_line_takes_no_query(student_client, lines, django_assert_num_queries):
    with django_assert_num_queries(0):
        student_client.get("/robots.txt")
    assert access(lines())["user_id"] is None  # nobody had asked


def test_every_response_has_another_id(db):
    ids = {Client().get(path)["X-Request-ID"] for path in ("/healthz", "/nowhere", "/static/x")}
    assert [len(request_id) for request_id in ids] == [32, 32, 32]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (SENT, SENT),
        (SENT.upper(), SENT),
        ("01234567-89ab-cdef-0123-456789abcdef", SENT),
        ("", None),
        ("short", None),
        (SENT + "0", None),
        ("0" * 31 + "\n", None),
        ("../../etc/passwd-0123456789abcdef", None),
        ("<script>alert(1)</script>0123456", None),
    ],
)
def test_id_of_a_trusted_proxy_is_taken_when_it_is_one(db, settings, header, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    response = Client().get("/healthz", headers={"X-Request-ID": header})
    assert (response["X-Request-ID"] == expected) == (expected is not None)
    assert len(response["X-Request-ID"]) == 32


def test_id_of_a_stranger_is_not_taken(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert Client().get("/healthz", headers={"X-Request-ID": SENT})["X-Request-ID"] != SENT


@pytest.mark.parametrize(
    ("path", "expected_path"),
    [
        (f"/accounts/password/reset/key/{KEY}/", "/accounts/…"),
        (f"/accounts/password/reset/key/{KEY}", "/accounts/…"),  # led on with a slash
        (f"/accounts/confirm-email/{KEY}/", "/accounts/…"),
        (f"/accounts/no-such-page/{KEY}/", "/accounts/…"),
        (f"/Accounts/confirm-email/{KEY}/", "/Accounts/…"),
        (f"/media/uploads/{KEY}/chunk/", "/media/…"),
        (f"/media/uploads/{KEY}/nonsense/", "/media/uploads/…"),
        ("/accounts/login/", "/accounts/login/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_line_contains_a_key_of_a_path(db, lines, path, expected_path, method):
    getattr(Client(raise_request_exception=False), method)(path)
    entries = lines()
    assert access(entries)["path"] == expected_path
    assert KEY not in json.dumps(entries)


def test_key_is_not_logged_when_its_page_raises(db, lines, monkeypatch):
    monkeypatch.setattr("allauth.account.views.ConfirmEmailView.get", None)
    response = Client(raise_request_exception=False).get(f"/accounts/confirm-email/{KEY}/?q=1")
    entries = lines()
    [error] = [entry for entry in entries if entry["level"] == "ERROR"]
    assert (response.status_code, error["message"]) == (500, "Internal Server Error: /accounts/…")
    assert error["exception"].startswith("Traceback (most recent call last)")
    assert error["exception"].endswith("TypeError: <left out>")
    assert error["request_id"] == response["X-Request-ID"]
    assert response["X-Request-ID"] in response.content.decode()
    assert KEY not in json.dumps(entries)


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\u2028", "\x85"])
def test_path_forges_no_line(db, lines, sign):
    forged = '{"level": "INFO", "message": "forged"}'
    Client().get(f"/a{sign}{forged}/")
    entries = lines()
    assert {entry["logger"] for entry in entries} == {"django.request", "skillmate.access"}
    assert sign not in "".join(str(value) for entry in entries for value in entry.values())


def test_form_and_query_are_in_no_line(db, lines):
    fields = {"login": "ann@example.org", "password": "hunter2-hunter2"}
    Client().post("/accounts/login/?next=/secret-next/", fields)
    Client(enforce_csrf_checks=True).post("/accounts/login/?next=/secret-next/", fields)
    Client(SERVER_NAME="evil.example").get("/?q=ann@example.org")
    text = json.dumps(lines())
    leaks = [secret for secret in ("ann@", "hunter2", "secret-next") if secret in text]
    assert leaks == []
    assert "Forbidden (CSRF cookie not set.): /accounts/login/" in text


def test_addresses_in_a_message_are_left_out(lines):
    logging.getLogger("django.request").error("to bo@example.org: %s", "x")
    assert [entry["message"] for entry in lines()] == ["to <address>: x"]


@pytest.mark.parametrize("level", ["INFO", "WARNING"])
def test_export_by_get_is_logged_at_any_level(client, lines, db, index, monkeypatch, level):
    audit = json_logging(level)["loggers"]["skillmate.audit"]["level"]
    monkeypatch.setattr(logging.getLogger("skillmate.audit"), "level", logging.NOTSET)
    logging.getLogger("skillmate.audit").setLevel(audit)
    logging.getLogger().setLevel(level)
    client.force_login(
        factories.user("root", is_superuser=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    client.get("/admin/courses/releases/", {"export": "csv", "course": ""})
    [line] = [entry for entry in lines() if entry["logger"] == "skillmate.audit"]
    assert (line["export"], line["path"]) == ("csv", "/admin/courses/releases/")


def test_path_is_logged_without_query_address_and_end():
    assert shown_path("/courses/bread/?q=ann@example.org") == "/courses/bread/"
    assert shown_path("/ann@example.org/") == "/<address>/"
    assert shown_path(f"//accounts/confirm-email/{KEY}/") == "//accounts/…"
    assert len(shown_path("/" + "x" * 9999)) == 500
