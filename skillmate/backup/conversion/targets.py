"""The new database while it is filled: its tables are this code's, and empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from django.db import connection, transaction
from django.db.models import Field, Model

from .. import sqlite
from . import tables
from .values import Convert, to_postgresql, to_sqlite


class Target(Protocol):
    def made(self) -> AbstractContextManager[None]:
        """Tables without rows; all that is done in the block is seen at its end, or not at all."""

    def converter(self, field: Field) -> Convert: ...

    def insert(self, table: str, columns: list[str], rows: Iterable[tuple]) -> None: ...

    def check(self) -> None:
        """Raises `IntegrityError` where a row refers to none."""

    def count_from(self, model: type[Model], last: int) -> None:
        """The next key is above `last`, and above those in use."""


class Postgresql:
    @contextmanager
    def made(self) -> Iterator[None]:
        with transaction.atomic():
            make_postgresql_tables()
            _execute("SET CONSTRAINTS ALL DEFERRED")
            names = ", ".join(map(_quote, tables.models()))
            _execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")  # the search index as well
            yield

    def converter(self, field: Field) -> Convert:
        return to_postgresql(field)

    def insert(self, table: str, columns: list[str], rows: Iterable[tuple]) -> None:
        names = ", ".join(map(_quote, columns))
        statement = f"COPY {_quote(table)} ({names}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def check(self) -> None:
        _execute("SET CONSTRAINTS ALL IMMEDIATE")

    def count_from(self, model: type[Model], last: int) -> None:
        table, key = _quote(model._meta.db_table), model._meta.auto_field.column
        _execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), greatest(max({_quote(key)}), %s))"  # noqa: S608  (names of our own)
            f" FROM {table} HAVING greatest(max({_quote(key)}), %s) > 0",
            [table, key, last, last],
        )


def make_postgresql_tables() -> None:
    """Within the transaction that is open."""
    # Else rows that migrations make wait to be checked, and no table of theirs can change.
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    tables.make()


class Sqlite:
    @contextmanager
    def made(self) -> Iterator[None]:
        with sqlite.rebuilt():
            tables.make()
            with connection.constraint_checks_disabled(), transaction.atomic():
                for name in tables.models():
                    _execute(f"DELETE FROM {_quote(name)}")  # noqa: S608  (a table of our own)
                _execute("DELETE FROM sqlite_sequence")
                yield

    def converter(self, field: Field) -> Convert:
        return to_sqlite(field)

    def insert(self, table: str, columns: list[str], rows: Iterable[tuple]) -> None:
        names = ", ".join(map(_quote, columns))
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {_quote(table)} ({names}) VALUES ({marks})"  # noqa: S608  (names of our own)
        # Django's own cursor would read all of them into a list.
        connection.connection.executemany(statement, rows)

    def check(self) -> None:
        connection.check_constraints()

    def count_from(self, model: type[Model], last: int) -> None:
        """Rows themselves have moved it up to their own already."""
        name = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [name])
            [highest] = cursor.fetchone()
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
            if last := max(highest or 0, last):
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [name, last])


def _execute(statement: str, values: list | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)
