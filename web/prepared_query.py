"""Queries that every page asks, whose SQL is built once in a process instead of once a page.

Django takes three times as long to build the SQL of a queryset with a few subqueries as a database
takes to answer it; and PostgreSQL longer to plan it than to answer it, so there the plan is kept
too, by a statement prepared on the server.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
Key = int | str

# Stand for the values to come while the SQL is built: what no query has for a constant. Any column
# of integers can hold the numbers, or Django would take the answer to be empty.
NUMBERS = range(1_987_654_300, 1_987_654_310)
TEXTS = [f"text {number} of a prepared query" for number in NUMBERS]
PLACES = {*NUMBERS, *TEXTS}


class PreparedQuery(Generic[M]):
    """`build` gives the queryset for some values, and asks nothing but them and constants.

    The values are primary keys, or texts where a parameter of `build` is said to be a `str`. What
    it does with them is done to stand-ins, once: it must not look at them.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build

    def objects(self, *keys: Key) -> list[M]:
        """As the queryset has them."""
        queryset = self._queryset.all()
        queryset.query.get_compiler = partial(self._compiler, keys)
        with kept_on_server():
            return list(queryset)

    def row(self, *keys: Key) -> dict[str, object] | None:
        """Of a queryset with `values()`: the first row, or None. Values are the database's."""
        with kept_on_server(), connection.cursor() as cursor:
            cursor.execute(self._sql, self._parameters(keys))
            names = [column[0] for column in cursor.description]
            row = cursor.fetchone()
        return row and dict(zip(names, row, strict=True))

    def rows(self, *keys: Key) -> list[tuple]:
        """Of a queryset with `values_list()`. Values are the database's."""
        with kept_on_server(), connection.cursor() as cursor:
            cursor.execute(self._sql, self._parameters(keys))
            return cursor.fetchall()

    def _compiler(self, keys: tuple[Key, ...], **_which: object) -> SQLCompiler:
        """Django's, which knows what the columns are, with SQL that is built already."""
        compiler = copy.copy(self._compiler_of(connections[DEFAULT_DB_ALIAS]))
        compiler.as_sql = lambda: (self._sql, self._parameters(keys))
        return compiler

    def _compiler_of(self, wrapper: BaseDatabaseWrapper) -> SQLCompiler:
        """Of one connection, which converts values. Django asks each column how, at each query."""
        compilers = vars(wrapper).setdefault("prepared_compilers", {})
        if self not in compilers:
            compiler = copy.copy(self._prepared[2])
            compiler.connection = wrapper
            columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
            converters = compiler.get_converters(columns)
            compiler.get_converters = lambda _columns: converters
            compilers[self] = compiler
        return compilers[self]

    def _parameters(self, keys: tuple[Key, ...]) -> list[object]:
        values = dict(zip(self._places, keys, strict=True))
        return [
            values.get(parameter, parameter) if isinstance(parameter, Key) else parameter
            for parameter in self._prepared[1]
        ]

    @cached_property
    def _prepared(self) -> tuple[str, tuple, SQLCompiler]:
        compiler = self._queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        if is_kept_on_server():
            sql, parameters = with_literals(sql, parameters)
        return sql, parameters, compiler

    @property
    def _sql(self) -> str:
        return self._prepared[0]

    @cached_property
    def _queryset(self) -> QuerySet[M]:
        return self._build(*self._places)

    @cached_property
    def _places(self) -> list[Key]:
        names = self._build.__code__.co_varnames[: self._build.__code__.co_argcount]
        types = [self._build.__annotations__.get(name) for name in names]
        return [
            text if type_ in ("str", str) else number
            for number, text, type_ in zip(NUMBERS, TEXTS, types, strict=False)
        ]


def is_kept_on_server() -> bool:
    """Whether the connection is PostgreSQL's and stays, as a statement lives no longer than it.

    `skillmate/settings/databases.py` knows: behind a pooler the next query may reach another one.
    """
    is_allowed = connection.settings_dict["OPTIONS"].get("prepare_threshold") is not None
    return connection.vendor == "postgresql" and is_allowed


def kept_on_server() -> AbstractContextManager:
    return connection.execute_wrapper(_execute_prepared) if is_kept_on_server() else nullcontext()


def _execute_prepared(
    execute: Callable, sql: str, keys: list[Key], many: bool, context: dict
) -> object:
    """With a cursor that sends keys beside the statement, where Django's writes them into it."""
    # A site on SQLite loads none of it.
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415
    from psycopg.types.numeric import Int8  # noqa: PLC0415

    wrapper = context["cursor"]
    cursor = wrapper.cursor = ServerBindingCursor(wrapper.cursor.connection)
    # Of one type, or there would be a statement for small keys and another for large ones.
    values = [Int8(key) if type(key) is int else key for key in keys]
    result = execute(sql, values, many, context)
    cursor._query = SimpleNamespace(query=sql.encode())  # for Django's log; else it knows none
    return result


def with_literals(sql: str, parameters: Iterable) -> tuple[str, tuple]:
    """Keys alone stay parameters: PostgreSQL cannot tell the type of some constants."""
    rest = iter(parameters)
    places = []

    def written(match: re.Match) -> str:
        if match[0] == "%%":
            return "%%"
        if isinstance(value := next(rest), Key) and value in PLACES:
            places.append(value)
            return "%s"
        return _literal(value).replace("%", "%%")

    return re.sub("%[%s]", written, sql), tuple(places)


def _literal(value: object) -> str:
    with connection.cursor() as cursor:
        return cursor.cursor.mogrify("%s", (value,))
