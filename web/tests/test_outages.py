"""Real errors of real databases, and of a disk, by what they mean for who reads the page."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, InterfaceError, ProgrammingError, connection
from django.db.utils import ConnectionHandler

from web.outages import Outage, outage_of

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]

on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")


def sqlite(file: Path | str, **options):
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}
    return ConnectionHandler({"default": database})["default"]


def postgres(port: int):
    database = {
        "ENGINE": "django.db.backends.postgresql",
        **{"NAME": "any", "USER": "any", "HOST": "127.0.0.1", "PORT": str(port)},
        "OPTIONS": {"connect_timeout": 1},  # two seconds, the least there is
    }
    return ConnectionHandler({"default": database})["default"]


@contextmanager
def open_database(connection) -> Iterator:
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def error_of(connection, *statements: str) -> Exception:
    """Of the last of them; the others are to succeed."""

    def execute() -> None:
        with open_database(connection) as cursor:
            for statement in statements:
                cursor.execute(statement)

    with pytest.raises((DatabaseError, InterfaceError)) as error:
        execute()
    return error.value


@pytest.fixture
def file(tmp_path) -> Path:
    file = tmp_path / "database.sqlite3"
    with open_database(sqlite(file)) as cursor:
        cursor.execute("CREATE TABLE words (word TEXT)")
    return file


def test_a_full_disk(file):
    error = error_of(
        sqlite(file),
        "PRAGMA max_page_count = 4",
        "INSERT INTO words VALUES (hex(zeroblob(100000)))",
    )
    assert "full" in str(error)
    assert outage_of(error) is Outage.READ_ONLY


def test_a_disk_that_is_not_to_be_written(file):
    error = error_of(sqlite(f"file:{file}?mode=ro", uri=True), "INSERT INTO words VALUES ('a')")
    assert outage_of(error) is Outage.READ_ONLY


def test_a_file_that_was_taken_away(file):
    """SQLite's code is one of many for the same: read-only, as the file has moved."""
    database = sqlite(file)
    database.ensure_connection()
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM words")
    file.unlink()
    error = error_of(database, "INSERT INTO words VALUES ('a')")
    assert error.__cause__.sqlite_errorcode > 0xFF
    assert outage_of(error) is Outage.READ_ONLY


def test_a_database_that_others_hold(file):
    with open_database(sqlite(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        error = error_of(sqlite(file, timeout=0), "INSERT INTO words VALUES ('a')")
    assert outage_of(error) is Outage.AWAY


def test_a_database_that_cannot_be_opened(tmp_path):
    error = error_of(sqlite(tmp_path / "missing" / "database.sqlite3"), "SELECT 1")
    assert outage_of(error) is Outage.AWAY


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert outage_of(error_of(postgres(port), "SELECT 1")) is Outage.AWAY


def test_a_server_that_is_silent():
    with socket.create_server(("127.0.0.1", 0)) as server:
        error = error_of(postgres(server.getsockname()[1]), "SELECT 1")
    assert outage_of(error) is Outage.AWAY


@on_postgres
def test_a_server_that_ends_the_connection():
    own = ConnectionHandler({"default": connection.settings_dict})["default"]
    error = error_of(own, "SELECT pg_terminate_backend(pg_backend_pid())")
    assert outage_of(error) is Outage.AWAY
    # Requested changes next, of the connection that is gone.
    own = ConnectionHandler({"default": connection.settings_dict})["default"]
    with open_database(own) as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [number] = cursor.fetchone()
        with connection.cursor() as other:
            other.execute("SELECT pg_terminate_backend(%s)", [number])
        for _ in range(2):
            with pytest.raises((DatabaseError, InterfaceError)) as gone:
                cursor.execute("SELECT 1")
            assert outage_of(gone.value) is Outage.AWAY


@on_postgres
@pytest.mark.parametrize(
    ("code", "outage"),
    [
        ("08006", Outage.AWAY),  # a connection that broke
        ("53300", Outage.AWAY),  # too many of them
        ("57P01", Outage.AWAY),  # shutting down
        ("57P03", Outage.AWAY),  # starting
        ("53100", Outage.READ_ONLY),  # a full disk
        ("58030", Outage.READ_ONLY),  # one that fails
        ("25006", Outage.READ_ONLY),  # a replica
        ("23505", None),  # a row that is there already
        ("40P01", None),  # two that wait for each other
        ("57014", None),  # cancelled
        ("42P01", None),  # no such table
    ],
)
def test_what_postgresql_says(code, outage):
    own = ConnectionHandler({"default": connection.settings_dict})["default"]
    raised = f"DO $$ BEGIN RAISE EXCEPTION 'words' USING ERRCODE = '{code}'; END $$"
    assert outage_of(error_of(own, raised)) is outage


@pytest.mark.parametrize(
    ("number", "outage"),
    [
        (errno.ENOSPC, Outage.READ_ONLY),
        (errno.EDQUOT, Outage.READ_ONLY),
        (errno.EROFS, Outage.READ_ONLY),
        (errno.ENOENT, None),
        (errno.ECONNREFUSED, None),  # of a server that is no database of ours
    ],
)
def test_a_file_that_cannot_be_stored(number, outage):
    assert outage_of(OSError(number, os.strerror(number))) is outage


def test_a_device_without_room():
    with pytest.raises(OSError, match="No space") as error:
        Path("/dev/full").write_bytes(b"a")
    assert outage_of(error.value) is Outage.READ_ONLY


def test_a_mistake_of_ours_is_none(file):
    assert outage_of(error_of(sqlite(file), "SELECT * FROM nothing")) is None
    assert outage_of(error_of(sqlite(file), "SELECT * FROM words WHERE")) is None
    for error in (None, ValueError("words"), ProgrammingError("no table"), UpdateError()):
        assert outage_of(error) is None


def test_what_led_to_it_counts(file):
    words = "INSERT INTO words VALUES (zeroblob(99999))"
    led_to_it = error_of(sqlite(file), "PRAGMA max_page_count = 4", words)

    def hide() -> None:
        try:
            raise led_to_it
        except DatabaseError:
            raise UpdateError  # noqa: B904  (as Django's sessions do)

    with pytest.raises(UpdateError) as error:
        hide()
    assert outage_of(error.value) is Outage.READ_ONLY
    error.value.__suppress_context__ = True
    assert outage_of(error.value) is None
