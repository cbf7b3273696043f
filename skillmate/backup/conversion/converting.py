"""A database of one kind becomes one of the other."""

from __future__ import annotations

import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.core.management import call_command
from django.db import Error, connection
from django.db.models import Model
from django.utils.translation import gettext as _

from web.models import SiteChange
from web.page_cache.site_version import mark_changed

from ..exceptions import BackupRefusal
from ..left_out import LEFT_OUT
from . import tables
from .sources import PostgresqlDump, Source, SqliteFile, Table
from .targets import Postgresql, Sqlite, Target
from .values import Convert, may_replace

SOURCES = {"sqlite": SqliteFile, "postgresql": PostgresqlDump}
TARGETS = {"sqlite": Sqlite, "postgresql": Postgresql}
# Of the database they were made in.
CHANGES = SiteChange._meta.db_table
DATABASE_ERRORS = (Error, psycopg.Error, sqlite3.Error)


@contextmanager
def converted(path: Path, kind: str, tell: Callable[[str], None]) -> Iterator[None]:
    """The empty database of the settings has the rows of `path` when the block has ended.

    Or nothing. The search index is built anew. Raises `BackupRefusal`.
    """
    source, target = SOURCES[kind](path), TARGETS[connection.vendor]()
    with _refusing():
        tables.check_migrations(source.migrations())
        tell(
            _("From %(kind)s to %(other)s: tables are made, rows copied, and all is indexed anew.")
            % {"kind": kind, "other": connection.vendor}
        )
        with target.made():
            _copy(source, target, tell)
            ContentType.objects.clear_cache()
            Site.objects.clear_cache()
            call_command("update_index", verbosity=0)
            mark_changed()
            yield


@contextmanager
def _refusing(place: str = "", errors: tuple[type[Exception], ...] = DATABASE_ERRORS):
    try:
        yield
    except errors as error:
        why = f"{place}: {error}" if place else error
        raise BackupRefusal(
            _("What the archive holds does not go into this database: %(why)s") % {"why": why}
        ) from error


def _copy(source: Source, target: Target, tell: Callable[[str], None]) -> None:
    models = tables.models()
    missing = set(models) - set(LEFT_OUT) - {CHANGES}
    with source.tables() as found:
        for table in found:
            if table.name in missing:
                _copy_rows(table, models[table.name], target, tell)
                missing.remove(table.name)
            elif not _is_known(table.name) and next(table.rows, None):
                tell(
                    _("The table “%(name)s” is unknown here, and left out.") % {"name": table.name}
                )
            deque(table.rows, maxlen=0)  # the next table comes after them
    if missing:
        raise BackupRefusal(
            _("The archive has no table “%(name)s”. Restore it into its own kind of database.")
            % {"name": min(missing)}
        )
    target.check()
    for name, model in models.items():
        if model._meta.auto_field:
            target.count_from(model, source.counters.get(name, 0))


def _copy_rows(
    table: Table, model: type[Model], target: Target, tell: Callable[[str], None]
) -> None:
    fields = tables.columns(model)
    if set(table.columns) != set(fields):
        raise BackupRefusal(
            _("The table “%(name)s” of the archive has other columns than that of this version.")
            % {"name": table.name}
        )
    converters = [target.converter(fields[column]) for column in table.columns]
    replaced = Counter()
    rows = _converted_rows(table, converters, replaced)
    with _refusing(table.name, (*DATABASE_ERRORS, ValueError, TypeError)):
        target.insert(table.name, table.columns, rows)
    for column, number in replaced.items():
        tell(
            _("%(column)s: a character PostgreSQL has no place for is � now, in %(number)s rows.")
            % {"column": f"{table.name}.{column}", "number": number}
        )


def _converted_rows(
    table: Table, converters: list[Convert], replaced: Counter[str]
) -> Iterator[tuple]:
    """Counts in `replaced`, by column, the texts that came out as others."""
    texts = [index for index, convert in enumerate(converters) if may_replace(convert)]
    for row in table.rows:
        converted = tuple(
            None if value is None else convert(value)
            for value, convert in zip(row, converters, strict=True)
        )
        for index in texts:
            if converted[index] is not row[index] and converted[index] != row[index]:
                replaced[table.columns[index]] += 1
        yield converted


def _is_known(table: str) -> bool:
    return table in LEFT_OUT or table == CHANGES or table.startswith(f"{tables.SEARCH_INDEX}_")
