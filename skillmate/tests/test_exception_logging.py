"""A line about an exception says of which kind it is and where it was raised, and no value."""

import errno
import json
import logging
import smtplib
import warnings

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.template import TemplateDoesNotExist
from django.test import Client

from . import test_request_log

TYPED = "what a visitor typed"
logger = logging.getLogger("skillmate.tests")
lines = test_request_log.lines


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except type(error) as raised_error:
        return raised_error


def exception_text(lines, error: BaseException) -> str:
    logger.error("Broke", exc_info=error)
    [line] = lines()
    assert TYPED not in json.dumps(line)
    return line["exception"]


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal for int() with base 10: '{TYPED}'"),
        KeyError(TYPED),
        UnicodeError(TYPED),
        IntegrityError(f"duplicate key\nDETAIL:  Key (username)=({TYPED}) already exists."),
        IntegrityError(f"doppelter Schlüssel\nDETAIL:  erste Zeile\n{TYPED}\nCONTEXT:  {TYPED}"),
        smtplib.SMTPRecipientsRefused({TYPED: (550, b"no")}),
        OSError(TYPED),
        type("OfItsOwn", (ImproperlyConfigured,), {})(TYPED),
    ],
)
def test_kind_and_place_are_logged_and_the_message_is_not(lines, error):
    text = exception_text(lines, raised(error))
    assert text.startswith("Traceback (most recent call last):\n  File ")
    assert "in raised\n    raise error from cause\n" in text
    assert text.endswith(f"{type(error).__qualname__}: <left out>")


def test_chained_exceptions_are_logged_without_messages(lines):
    first = raised(KeyError(TYPED))
    second = raised(TypeError(TYPED), cause=first)
    second.add_note(TYPED)
    try:
        try:
            raise second
        finally:
            raise LookupError(TYPED)
    except LookupError as error:
        text = exception_text(lines, error)
    ends = [line for line in text.splitlines() if line.endswith(": <left out>")]
    assert ends == [f"{name}: <left out>" for name in ("KeyError", "TypeError", "LookupError")]
    assert text.count("was the direct cause of") == text.count("During handling of") == 1


def test_suppressed_context_is_not_logged(lines):
    error = ValueError(TYPED)
    error.__context__ = KeyError(TYPED)
    assert "KeyError" not in exception_text(lines, raised(error, cause=None))


def test_exceptions_of_a_group_are_logged_without_messages(lines):
    inner = [raised(KeyError(TYPED)), ExceptionGroup(TYPED, [raised(TypeError(TYPED))])]
    text = exception_text(lines, raised(ExceptionGroup(TYPED, inner)))
    assert [line for line in text.splitlines() if line.endswith(": <left out>")] == [
        "ExceptionGroup: <left out>",
        "  | KeyError: <left out>",
        "  | ExceptionGroup: <left out>",
        "  |   | TypeError: <left out>",
    ]


def test_circular_exceptions_end(lines):
    one, two = ValueError(TYPED), KeyError(TYPED)
    one.__cause__, two.__cause__ = two, one
    group = ExceptionGroup(TYPED, [one])
    two.__context__ = group
    assert exception_text(lines, one).count("<left out>") == 2
    assert exception_text(lines, group).count("<left out>") == 3


@pytest.mark.parametrize(
    ("error", "end"),
    [
        (ImproperlyConfigured("Set SITE_URL."), "ImproperlyConfigured: Set SITE_URL."),
        (TemplateDoesNotExist("a.html"), "TemplateDoesNotExist: a.html"),
        (
            FileNotFoundError(errno.ENOENT, TYPED, f"/{TYPED}"),
            "FileNotFoundError: No such file or directory",
        ),
        (ConnectionRefusedError(errno.ECONNREFUSED, TYPED), "Error: Connection refused"),
    ],
)
def test_messages_about_the_site_alone_are_logged(lines, error, end):
    assert exception_text(lines, raised(error)).endswith(end)


def test_database_repeats_no_row(db, lines):
    User.objects.create(username=TYPED)
    with pytest.raises(IntegrityError) as excinfo, transaction.atomic():
        User.objects.create(username=TYPED)
    text = exception_text(lines, excinfo.value)
    kinds = {
        "sqlite": "sqlite3.IntegrityError: SQLITE_CONSTRAINT_UNIQUE",
        "postgresql": "psycopg.errors.UniqueViolation: <left out>",
    }
    assert kinds[connection.vendor] in text
    assert text.endswith("django.db.utils.IntegrityError: <left out>")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes any value")
def test_database_repeats_no_value_that_it_cannot_read(db, lines):
    sql = "SELECT id FROM auth_user WHERE id = %s::text::integer"
    with pytest.raises(DatabaseError) as excinfo, connection.cursor() as cursor:
        cursor.execute(sql, [TYPED])
    assert "psycopg.errors.InvalidTextRepresentation: <left out>" in exception_text(
        lines, excinfo.value
    )


def test_exception_within_a_message_is_named(lines):
    error = raised(ValueError(TYPED))
    logger.error("Broke: %s", error)
    logger.error("Broke: %(error)s", {"error": error})
    logger.error(error)
    assert [line["message"] for line in lines()] == [
        "Broke: ValueError: <left out>",
        "Broke: ValueError: <left out>",
        "ValueError: <left out>",
    ]


def test_message_that_is_the_exceptions_own_is_left_out(lines, db):
    error = SuspiciousOperation(f"{TYPED} über")
    escaped = f"{error}".encode("unicode_escape").decode()
    logger.error(f"{error}", exc_info=error)
    logger.error("%s: %s", escaped, "/x/", exc_info=error)
    Client(SERVER_NAME="typed.example").get("/")
    messages = [line["message"] for line in lines()]
    name = "django.core.exceptions.SuspiciousOperation: <left out>"
    host = "django.core.exceptions.DisallowedHost: <left out>"
    assert messages == [name, f"{name}: /x/", host, "Answered"]


def test_foreign_urls_are_logged_without_path_and_query(lines):
    logger.warning("Referer %s", f"https://ann:pass@evil.example/a/key?q={TYPED.split()[0]}#x")
    logger.warning("GET http://evil.example?key was refused")
    assert [line["message"] for line in lines()] == [
        "Referer https://evil.example",
        "GET http://evil.example was refused",
    ]


def test_what_gunicorn_cannot_read_is_left_out(lines):
    text = f"Invalid request from ip=::1: Invalid HTTP Header: 'Cookie {TYPED}\nmore'"
    logging.getLogger("gunicorn.error").warning(text)
    assert lines()[0]["message"] == "Invalid request from ip=::1: <left out>"


def test_warning_of_python_keeps_its_place_and_kind(lines):
    text = warnings.formatwarning(f"naive ({TYPED})\nmore", RuntimeWarning, "/a/b.py", 7, "f(x)")
    logging.getLogger("py.warnings").warning("%s", text)
    assert lines()[0]["message"] == "/a/b.py:7: RuntimeWarning: <left out>"


def test_what_another_handler_wrote_of_an_exception_is_not_taken(lines):
    record = logger.makeRecord("x", logging.ERROR, "f", 1, "Broke", (), None)
    record.exc_text = TYPED
    logger.handle(record)
    assert TYPED not in json.dumps(lines())
