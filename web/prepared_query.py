"""Queries that every page asks, whose SQL is built once in a process instead of once a page.

Django takes three times as long to build the SQL of a queryset with a few subqueries as a database
takes to answer it; and PostgreSQL longer to plan it than to answer it, so there the plan is kept
too, by a statement prepared on the server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)

# Stand for the values to come while the SQL is built: numbers no primary key has.
PLACES = tuple(range(-987_654_300, -987_654_290))


class PreparedQuery(Generic[M]):
    """`build` gives the queryset for some primary keys, and asks nothing but them and constants.

    What it does with them is done to stand-ins, once: it must not look at them.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build

    def objects(self, *keys: int) -> list[M]:
        """As the queryset has them, annotations as the database gives them."""
        with kept_on_server():
            return list(self._model._default_manager.raw(self._sql, self._parameters(keys)))

    def row(self, *keys: int) -> dict[str, object] | None:
        """Of a queryset with `values()`: the first row, or None. Values are the database's."""
        with kept_on_server(), connection.cursor() as cursor:
            cursor.execute(self._sql, self._parameters(keys))
            names = [column[0] for column in cursor.description]
            row = cursor.fetchone()
        return row and dict(zip(names, row, strict=True))

    def rows(self, *keys: int) -> list[tuple]:
        """Of a queryset with `values_list()`. Values are the database's."""
        with kept_on_server(), connection.cursor() as cursor:
            cursor.execute(self._sql, self._parameters(keys))
            return cursor.fetchall()

    def _parameters(self, keys: tuple[int, ...]) -> list[object]:
        values = dict(zip(PLACES[: self._number], keys, strict=True))
        return [
            values.get(parameter, parameter) if type(parameter) is int else parameter
            for parameter in self._prepared[1]
        ]

    @cached_property
    def _prepared(self) -> tuple[str, tuple]:
        sql, parameters = self._queryset.query.sql_with_params()
        return with_literals(sql, parameters) if is_kept_on_server() else (sql, parameters)

    @property
    def _sql(self) -> str:
        return self._prepared[0]

    @property
    def _model(self) -> type[M]:
        return self._queryset.model

    @cached_property
    def _queryset(self) -> QuerySet[M]:
        return self._build(*PLACES[: self._number])

    @property
    def _number(self) -> int:
        return self._build.__code__.co_argcount


def is_kept_on_server() -> bool:
    """Whether the connection is PostgreSQL's and stays, as a statement lives no longer than it.

    `skillmate/settings/databases.py` knows: behind a pooler the next query may reach another one.
    """
    is_allowed = connection.settings_dict["OPTIONS"].get("prepare_threshold") is not None
    return connection.vendor == "postgresql" and is_allowed


def kept_on_server() -> AbstractContextManager:
    return connection.execute_wrapper(_execute_prepared) if is_kept_on_server() else nullcontext()


def _execute_prepared(
    execute: Callable, sql: str, keys: list[int], many: bool, context: dict
) -> object:
    """With a cursor that sends keys beside the statement, where Django's writes them into it."""
    # A site on SQLite loads none of it.
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415
    from psycopg.types.numeric import Int8  # noqa: PLC0415

    wrapper = context["cursor"]
    wrapper.cursor = ServerBindingCursor(wrapper.cursor.connection)
    # Of one type, or there would be a statement for small keys and another for large ones.
    return execute(sql, [Int8(key) for key in keys], many, context)


def with_literals(sql: str, parameters: Iterable) -> tuple[str, tuple]:
    """Keys alone stay parameters: PostgreSQL cannot tell the type of some constants."""
    rest = iter(parameters)
    places = []

    def written(match: re.Match) -> str:
        if match[0] == "%%":
            return "%%"
        if type(value := next(rest)) is int and value in PLACES:
            places.append(value)
            return "%s"
        return _literal(value).replace("%", "%%")

    return re.sub("%[%s]", written, sql), tuple(places)


def _literal(value: object) -> str:
    with connection.cursor() as cursor:
        return cursor.cursor.mogrify("%s", (value,))
