"""SQLite's database as a file: made beside the one in use, and put in its place at the end."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from .exceptions import BackupRefusal
from .workspace import clear, workspace


def dump(target: Path, *, without_rows: tuple[str, ...]) -> None:
    """VACUUM leaves behind what was deleted before, and `secure_delete` what is deleted here."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA secure_delete = ON")
        for table in without_rows:
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  (a table of our own)


@contextmanager
def loaded(source: Path) -> Iterator[None]:
    """`source` is the database of the settings as soon as the block has ended."""
    with _replacement() as new:
        shutil.move(source, new)
        try:
            with closing(sqlite3.connect(new)) as copy:
                copy.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.DatabaseError as error:
            raise BackupRefusal(
                _("SQLite cannot read the database of the archive: %(why)s") % {"why": error}
            ) from error
        yield


@contextmanager
def rebuilt() -> Iterator[None]:
    """Django's connection leads to a new database, which is that of the settings at the end."""
    with _replacement() as new:
        name = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = str(new)
        try:
            with connection.cursor() as cursor:  # nobody needs half of it after a power cut
                cursor.execute("PRAGMA journal_mode = MEMORY")
                cursor.execute("PRAGMA synchronous = OFF")
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name


@contextmanager
def _replacement() -> Iterator[Path]:
    """A path for a file that takes the place of the database when the block has ended."""
    database = Path(connection.settings_dict["NAME"]).resolve()
    connection.close()
    _check_unused(database)
    database.parent.mkdir(parents=True, exist_ok=True)
    with workspace(database.with_name(f".{database.name}.restoring")) as directory:
        clear(directory)
        new = directory / database.name
        yield new
        with new.open("rb") as file:
            os.fsync(file.fileno())
        new.replace(database)


def _check_unused(database: Path) -> None:
    """The log of an old database, found beside the new one, would be taken for part of it."""
    for suffix in ("-wal", "-shm", "-journal"):
        if (path := Path(f"{database}{suffix}")).exists():
            raise BackupRefusal(
                _(
                    "Another process has “%(database)s” open: there is “%(name)s”. Nothing was "
                    "changed. Stop the web server and the worker."
                )
                % {"database": database, "name": path.name}
            )
