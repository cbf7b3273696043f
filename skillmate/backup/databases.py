"""The database as a file, by the means of each: SQLite's own copy, or pg_dump. And back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from . import postgresql, sqlite
from .conversion import converting
from .exceptions import BackupRefusal
from .left_out import LEFT_OUT

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def dump(target: Path) -> None:
    """A snapshot of all of it but sessions and mail, while the site goes on."""
    tool = sqlite if connection.vendor == "sqlite" else postgresql
    tool.dump(target, without_rows=LEFT_OUT)


@contextmanager
def loaded(source: Path, kind: str, tell: Callable[[str], None]) -> Iterator[None]:
    """The empty database of the settings has all that `source` has when the block has ended.

    Or nothing. `tell` is called with what else there is to know. Raises `BackupRefusal`.
    """
    if kind != connection.vendor:
        with converting.converted(source, kind, tell):
            yield
    elif kind == "sqlite":
        with sqlite.loaded(source):
            yield
    else:
        yield  # before the one step that is done wholly or not at all
        postgresql.load(source)


def is_empty() -> bool:
    return not _tables()


def check_empty() -> None:
    if tables := _tables():
        raise BackupRefusal(
            _(
                "The database is not empty: it has %(number)s tables. Nothing was changed. Point "
                "DATABASE_URL to a new database, before `migrate` has run there."
            )
            % {"number": len(tables)}
        )


def identity() -> str:
    """Which database the settings name, in words."""
    parts = [connection.settings_dict[key] for key in ("HOST", "PORT", "NAME")]
    return "/".join(str(part) for part in (connection.vendor, *parts) if part)


def _tables() -> list[str]:
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return []  # asking would make the file
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)
