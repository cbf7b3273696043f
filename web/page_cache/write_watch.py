"""Notices every write that could change a public page, whoever writes and however.

Signals of models do not see `QuerySet.update()`, nor the SQL of the page tree; a verb that forgets
to say what it did would leave an old page standing. So this looks at statements: a table is public
unless `PAGE_CACHE_PRIVATE_TABLES` says that no public page reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from ..models import SiteChange
from .site_version import mark_changed

WRITE = re.compile(
    r"\s*(?P<verb>INSERT|REPLACE|UPDATE|DELETE|TRUNCATE)\b"
    r"(?:\s+(?:OR\s+\w+|INTO|FROM|ONLY|TABLE))*\s+\"?(?P<table>\w+)\"?",
    re.IGNORECASE,
)
COLUMN = re.compile(r'"(\w+)" = ')


def watch(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """For each connection that Django opens."""
    if connection.alias == "default" and _execute not in connection.execute_wrappers:
        connection.execute_wrappers.append(_execute)


def _execute(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
    if sql[:6] == "SELECT" or not changes_public_page(str(sql)):
        return execute(sql, params, many, context)
    result = execute(sql, params, many, context)
    if _is_installed(context["connection"]):
        # Afterwards: where each statement is committed by itself, a page made before it would be
        # kept as if it were made after it.
        mark_changed()
    return result


def changes_public_page(sql: str) -> bool:
    """Whether the statement writes what a public page may read."""
    write = WRITE.match(sql)
    return bool(write) and not _is_private(write["verb"].upper(), write["table"].lower(), sql)


def _is_private(verb: str, table: str, sql: str) -> bool:
    if table in settings.PAGE_CACHE_PRIVATE_TABLES or table.startswith(_private_prefixes()):
        return True
    if verb == "INSERT":
        return table in settings.PAGE_CACHE_PRIVATE_INSERTS
    private_columns = settings.PAGE_CACHE_PRIVATE_COLUMNS.get(table)
    if verb != "UPDATE" or not private_columns:
        return False
    columns = COLUMN.findall(sql.partition(" WHERE ")[0])
    return bool(columns) and private_columns.issuperset(columns)


@cache
def _private_prefixes() -> tuple[str, ...]:
    tables = settings.PAGE_CACHE_PRIVATE_TABLES
    return tuple(table.removesuffix("*") for table in tables if table.endswith("*"))


def _is_installed(connection: BaseDatabaseWrapper) -> bool:
    """Migrations write before there is a table for it. Asked until there is."""
    if not getattr(connection, "has_site_changes", False):
        tables = connection.introspection.table_names()
        connection.has_site_changes = SiteChange._meta.db_table in tables
    return connection.has_site_changes
