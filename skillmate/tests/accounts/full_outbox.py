"""A disk with room for everything but one more mail, by the database's own error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from web.models import OutgoingMail

TABLE = OutgoingMail._meta.db_table
PAGES = 2_000  # of 4 KB: for whatever else is stored meanwhile
UNLIMITED = 1_073_741_823
MUCH = "INSERT INTO filler VALUES (zeroblob(100000000))"
SQLITE = [
    "CREATE TABLE filler (x)",
    f"CREATE TEMP TRIGGER fill BEFORE INSERT ON main.{TABLE} BEGIN {MUCH}; END",
]
POSTGRES = f"""
CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER fill BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION fill();
"""


@contextmanager
def no_room_for_mail() -> Iterator[None]:
    fill, empty = (_fill, _empty) if connection.vendor == "sqlite" else (_refuse, _take)
    with connection.cursor() as cursor:
        fill(cursor)
        try:
            yield
        finally:
            empty(cursor)


def _fill(cursor) -> None:
    for statement in SQLITE:
        cursor.execute(statement)
    cursor.execute("PRAGMA page_count")
    cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + PAGES}")


def _empty(cursor) -> None:
    cursor.execute(f"PRAGMA max_page_count = {UNLIMITED}")
    cursor.execute("DROP TRIGGER fill")
    cursor.execute("DROP TABLE filler")


def _refuse(cursor) -> None:
    cursor.execute(POSTGRES)


def _take(cursor) -> None:
    cursor.execute(f"DROP TRIGGER fill ON {TABLE}")
    cursor.execute("DROP FUNCTION fill()")
