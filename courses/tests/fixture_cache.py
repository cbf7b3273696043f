"""Cached fixtures: the site writes them once in a run, and later tests get a copy of the rows.

To make, submit and approve a course the way the site does costs half a second, and hundreds of
tests begin with it. What a fixture marked `@cached_fixture` writes is remembered row by row; the
next test that begins the same way gets those rows, and its objects fresh from the database.

A copy is used only where the database holds what it held then: the pages every site begins with,
then the same fixtures in the same order. As soon as a test writes anything else, its fixtures are
built as if they were not marked. In tests that commit, which other threads look at, the rows of a
copy are committed; what a commit sets off (mail, files) belongs to the building alone.

Such a fixture asks for nothing but others of its kind and what every site begins with, and returns
objects of the database, clients, a list of them, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache, wraps
from itertools import chain

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client

from .index_tasks import update_references

Rows = dict[type[Model], dict[object, tuple]]  # the rows of a table by primary key
READS = re.compile(r"\s*\(*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|SET|SHOW|BEGIN)\b", re.I)
WRITE = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"[^;]*$', re.I)
ANY_TABLE = "*"  # a statement that is written in another way may have changed whatever there is
COUNTER_SET = re.compile(r"\bsetval\(", re.I)


def cached_fixture(build: Callable) -> Callable:
    """Below `@pytest.fixture`."""

    @wraps(build)
    def fixture(**arguments):
        return fixture_cache.build_or_copy(build, arguments)

    return fixture


@dataclass
class FixtureCache:
    """What the running test wrote so far: `script`, or None if it is not cached fixtures alone."""

    script: tuple | None = None
    commits: bool = False  # the running test's rows stay, until its tables are flushed
    copies: dict[tuple, Copy] = field(default_factory=dict)
    rows: dict[tuple, Rows] = field(default_factory=dict)  # all there are after a script
    written_tables: set[str] | None = None  # by the fixture that is being built, if one is

    def open(self, *, commits: bool, is_indexed: bool) -> None:
        """Before a test. Rows written while the search index is kept are others."""
        self.script = ("indexed",) if is_indexed else ()
        self.commits = commits

    def watch(self, execute, sql, params, many, context):
        """Around every statement of a test (see `connection.execute_wrappers`)."""
        if COUNTER_SET.search(str(sql)) and not self.commits:
            # No rollback undoes this: a later test would count up to the rows of a copy.
            raise AssertionError("Sets a counter of PostgreSQL: mark the test transaction=True.")
        is_watched = self.script is not None or self.written_tables is not None
        if is_watched and not READS.match(str(sql)):
            self.script = None
            if self.written_tables is not None:
                write = WRITE.match(str(sql))
                self.written_tables.add(write[1] if write else ANY_TABLE)
        return execute(sql, params, many, context)

    def build_or_copy(self, build: Callable, arguments: dict):
        if self.script is None:
            return build(**arguments)
        script = (*self.script, (build, *map(_reference, arguments.values())))
        if script in self.copies:
            self.copies[script].insert()
        else:
            self._build(script, build, arguments)
        for argument in arguments.values():
            if isinstance(argument, Model):
                argument.refresh_from_db()  # a page that was added to counts its children
        self.script = script
        return self.copies[script].objects()

    def _build(self, script: tuple, build: Callable, arguments: dict) -> None:
        """To read all tables takes as long as to build: only those that were written are read. All
        where nobody watches: the event loop of browsers' tests has a connection of its own."""
        is_watched = self.watch in connection.execute_wrappers
        if not is_watched or self.script not in self.rows:
            self.rows[self.script] = _rows()
        before = self.rows[self.script]
        self.written_tables = set() if is_watched else {ANY_TABLE}
        try:
            result = build(**arguments)
            update_references()
            self.rows[script] = after = _rows(before, self.written_tables)
        finally:
            self.written_tables = None
        self.copies[script] = Copy.of(before, after, result)


fixture_cache = FixtureCache()


@dataclass
class Copy:
    """Statements that bring rows back, and what they are: a class and a key (see `_reference`)."""

    statements: list[tuple[str, list]]
    reference: tuple | None

    @classmethod
    def of(cls, before: Rows, after: Rows, result) -> Copy:
        statements = []
        for model, rows in after.items():
            old = before[model]
            if deleted := [pk for pk in old if pk not in rows]:
                statements.append((_deletion(model, len(deleted)), deleted))
            if written := [row for pk, row in rows.items() if old.get(pk) != row]:
                statements.append((_upsert(model, len(written)), [*chain(*written)]))
        return cls(statements, _reference(result))

    def insert(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in self._batches():
                cursor.execute(statement, values)

    def _batches(self) -> list[tuple[str, list]]:
        """All at once where the database takes several statements together."""
        if connection.vendor != "postgresql" or not self.statements:
            return self.statements
        statements, values = zip(*self.statements, strict=True)
        return [("; ".join(statements), [*chain(*values)])]

    def objects(self):
        return _object(*self.reference)


def all_rows() -> Copy:
    """All rows there are, to be inserted again once the tables are empty."""
    return Copy.of({model: {} for model in _models()}, _rows(), None)


def empty_tables(test: object = None) -> None:
    """Delete every row. Counters go on, so rows that come back under their numbers meet no other.

    In place of Django's own way after a test that commits, which truncates each table and makes
    permissions and content types anew: half a second on SQLite, two on PostgreSQL.
    """
    deletions = [(f"DELETE FROM {_table(model)}", []) for model in _models()]  # noqa: S608  (names of our own)
    with transaction.atomic():
        Copy(deletions, None).insert()


# How objects are remembered: by class and primary key, clients by their cookies.


def _reference(value) -> tuple:
    if value is None:
        return None, None
    if isinstance(value, Client):
        return Client, value.cookies.output(header="", sep=";")
    if isinstance(value, Model):
        return type(value), value.pk
    return list, tuple(map(_reference, value))


def _object(kind, key):
    if kind is None:
        return None
    if kind is list:
        return [_object(*reference) for reference in key]
    return _client(key) if kind is Client else kind._default_manager.get(pk=key)


def _client(cookies: str) -> Client:
    client = Client()
    client.cookies.load(cookies)
    return client


# Tables as they are, below all that the site does when it saves.


@cache
def _models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        # The words SQLite searches: its triggers copy them from the rows of another table.
        and not model._meta.db_table.endswith("_fts")
        # Written by the copy itself, as by every change.
        and model._meta.db_table != "web_sitechange"
    ]


def _columns(model: type[Model]) -> list[str]:
    quote = connection.ops.quote_name
    return [quote(model_field.column) for model_field in model._meta.local_concrete_fields]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _key(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.pk.column)


def _rows(before: Rows | None = None, written_tables: Collection[str] = (ANY_TABLE,)) -> Rows:
    """Those of tables that were not written are as they were `before`."""
    with connection.cursor() as cursor:
        return {
            model: _rows_of(cursor, model)
            if {model._meta.db_table, ANY_TABLE}.intersection(written_tables)
            else before[model]
            for model in _models()
        }


def _rows_of(cursor, model: type[Model]) -> dict[object, tuple]:
    columns = _columns(model)
    place = columns.index(_key(model))
    cursor.execute(f"SELECT {', '.join(columns)} FROM {_table(model)} ORDER BY {_key(model)}")  # noqa: S608  (names of our own)
    return {row[place]: row for row in cursor.fetchall()}


def _deletion(model: type[Model], number: int) -> str:
    marks = ", ".join(["%s"] * number)
    return f"DELETE FROM {_table(model)} WHERE {_key(model)} IN ({marks})"  # noqa: S608  (names of our own)


def _upsert(model: type[Model], number: int) -> str:
    columns = _columns(model)
    row = f"({', '.join(['%s'] * len(columns))})"
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return (
        f"INSERT INTO {_table(model)} ({', '.join(columns)}) VALUES {', '.join([row] * number)}"  # noqa: S608  (names of our own)
        f" ON CONFLICT ({_key(model)}) DO UPDATE SET {changes}"
    )
