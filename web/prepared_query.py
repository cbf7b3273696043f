"""Queries that every page asks, whose SQL is built once in a process instead of once a page.

Django takes three times as long to build the SQL of a queryset with a few subqueries as a database
takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable
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
        return list(self._model._default_manager.raw(self._sql, self._parameters(keys)))

    def row(self, *keys: int) -> dict[str, object] | None:
        """Of a queryset with `values()`: the first row, or None. Values are the database's."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, self._parameters(keys))
            names = [column[0] for column in cursor.description]
            row = cursor.fetchone()
        return row and dict(zip(names, row, strict=True))

    def rows(self, *keys: int) -> list[tuple]:
        """Of a queryset with `values_list()`. Values are the database's."""
        with connection.cursor() as cursor:
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
        return self._queryset.query.sql_with_params()

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
