"""The database as a file, by the means of each: SQLite's backup interface, or pg_dump."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from web.models import OutgoingMail

from .exceptions import BackupRefusal

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
# Their rows are left out: whoever has the key of a session is signed in, second step included, and
# one that was ended would be open again after a restore. And mail that has left by then, links to
# accounts included, would leave once more.
LEFT_OUT = tuple(model._meta.db_table for model in (Session, UserSession, OutgoingMail))


def dump(target: Path) -> None:
    """A snapshot of all of it but sessions and mail, while the site goes on."""
    if connection.vendor == "sqlite":
        _copy_without_rows(target)
    else:
        exclusions = [f"--exclude-table-data={table}" for table in LEFT_OUT]
        options = ("--format=custom", "--no-owner", "--no-privileges")
        _run("pg_dump", *options, *exclusions, "--file", str(target))


def _copy_without_rows(target: Path) -> None:
    """VACUUM leaves behind what was deleted before, and `secure_delete` what is deleted here."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA secure_delete = ON")
        for table in LEFT_OUT:
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  (a table of our own)


def load(source: Path) -> None:
    """Into the empty database of the settings: all of it, or nothing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        try:
            with closing(sqlite3.connect(source)) as copy:
                copy.backup(connection.connection)
        except sqlite3.DatabaseError as error:
            raise BackupRefusal(
                _("SQLite cannot read the database of the archive: %(why)s") % {"why": error}
            ) from error
        connection.close()  # what it knew of the schema is not so any more
    else:
        connection.close()
        _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", str(source))


def check_empty() -> None:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if tables:
        raise BackupRefusal(
            _(
                "The database is not empty: it has %(number)s tables. Nothing was changed. Point "
                "DATABASE_URL to a new database, before `migrate` has run there."
            )
            % {"number": len(tables)}
        )


def check_kind(kind: str) -> None:
    if kind != connection.vendor:
        raise BackupRefusal(
            _("The archive holds a database of %(kind)s, and DATABASE_URL names one of %(other)s.")
            % {"kind": kind, "other": connection.vendor}
        )


def _run(tool: str, *arguments: str) -> None:
    """PostgreSQL's own tool, told where the database is as Django would tell psql."""
    command, extra_environment = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    connection_arguments = [*command[1:-1], "--dbname", command[-1]]
    environment = {**os.environ, **(extra_environment or {})}
    try:
        process = subprocess.run(  # noqa: S603  (no part of the command comes from outside)
            [tool, *connection_arguments, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupRefusal(
            _("%(tool)s is not installed here. Install PostgreSQL's client programs.")
            % {"tool": tool}
        ) from error
    if process.returncode:
        raise BackupRefusal(
            _("%(tool)s failed: %(why)s") % {"tool": tool, "why": process.stderr.strip()}
        )
