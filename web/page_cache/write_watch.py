"""Notices every write that could change a public page, whoever writes and however.

Signals of models do not see `QuerySet.update()`, nor the SQL of the page tree; a verb that forgets
to say what it did would leave an old page standing. So this looks at statements: whatever is
neither read nor known to be private (`PAGE_CACHE_PRIVATE_TABLES`) may have changed a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ..models import SiteChange
from .site_version import mark_changed, read_by_others

# What a statement may begin with that changes no row.
HARMLESS = re.compile(
    r"(?:SELECT|VALUES|SHOW|SET|PRAGMA|EXPLAIN|BEGIN|START|COMMIT|END|SAVEPOINT|RELEASE|ROLLBACK|LOCK|"
    r"DECLARE|FETCH|CLOSE|CREATE|ALTER|DROP|COMMENT|ANALYZE|VACUUM|REINDEX|LISTEN|NOTIFY|DISCARD)\b",
    re.IGNORECASE,
)
# What may stand before: of a union PostgreSQL wants each part in parentheses.
BEFORE = re.compile(r"(?:\s+|\(|/\*.*?\*/|--[^\n]*\n)*", re.DOTALL)
# With subqueries that have names, any of these may follow.
WITH = re.compile(r"WITH\b(?!.*\b(?:INSERT|UPDATE|DELETE|MERGE)\b)", re.IGNORECASE | re.DOTALL)
# As Django writes them. Whatever is written otherwise is taken for public.
WRITE = re.compile(
    r'(?P<verb>INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(?P<table>\w+)"(?![."])'
)
ASSIGNMENTS = re.compile(r'UPDATE "\w+" SET (?P<all>(?:"\w+" = (?:%s|NULL)(?:, )?)+) WHERE ')
COLUMN = re.compile(r'"(\w+)" = ')


def watch(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """For each connection that Django opens."""
    if connection.alias == "default" and _execute not in connection.execute_wrappers:
        connection.execute_wrappers.append(_execute)


def _execute(execute: Callable, sql: object, params: object, many: bool, context: dict) -> object:
    text = _text(sql)
    if text.startswith("SELECT"):
        return execute(sql, params, many, context)
    if text.startswith("ROLLBACK TO"):
        read_by_others()  # a row that was written since may be gone with the rest
    connection = context["connection"]
    if not changes_public_page(text) or not is_installed(connection):
        return execute(sql, params, many, context)
    with _one_transaction(connection, text):
        result = execute(sql, params, many, context)
        mark_changed()
    return result


def _text(sql: object) -> str:
    if isinstance(sql, str):
        return sql
    return sql.decode() if isinstance(sql, bytes) else sql.as_string()  # composed by psycopg


def _one_transaction(connection: BaseDatabaseWrapper, text: str) -> object:
    """The change and its mark are committed together, also where nobody has begun a transaction.

    SQLite commits no transaction while a statement has rows to give, but commits what was written
    meanwhile together with it.
    """
    is_unfinished = connection.vendor == "sqlite" and " RETURNING " in text
    is_begun = connection.in_atomic_block or is_unfinished
    return nullcontext() if is_begun else transaction.atomic()


def changes_public_page(sql: str) -> bool:
    """Whether the statement may write what a public page reads."""
    sql = sql[BEFORE.match(sql).end() :]
    if HARMLESS.match(sql) or WITH.match(sql):
        return False
    write = WRITE.match(sql)
    return write is None or not _is_private(write["verb"], write["table"], sql)


def _is_private(verb: str, table: str, sql: str) -> bool:
    if ";" in sql:  # another statement may follow
        return False
    if table in settings.PAGE_CACHE_PRIVATE_TABLES or table.startswith(_private_prefixes()):
        return True
    if verb.startswith("INSERT"):
        return table in settings.PAGE_CACHE_PRIVATE_INSERTS and "DO UPDATE" not in sql
    assignments = ASSIGNMENTS.match(sql)
    private_columns = settings.PAGE_CACHE_PRIVATE_COLUMNS.get(table, frozenset())
    return bool(assignments) and private_columns.issuperset(COLUMN.findall(assignments["all"]))


@cache
def _private_prefixes() -> tuple[str, ...]:
    tables = settings.PAGE_CACHE_PRIVATE_TABLES
    return tuple(table.removesuffix("*") for table in tables if table.endswith("*"))


def is_installed(connection: BaseDatabaseWrapper) -> bool:
    """Migrations write before there is a table for it. Asked until there is."""
    if not getattr(connection, "has_site_changes", False):
        tables = connection.introspection.table_names()
        connection.has_site_changes = SiteChange._meta.db_table in tables
    return connection.has_site_changes
