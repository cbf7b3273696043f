"""Errors that say: not now. The server of the database is away, or nothing can be stored."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum

from django.db import DatabaseError, InterfaceError, OperationalError


class Outage(Enum):
    AWAY = "away"  # the database does not answer, or not in time
    READ_ONLY = "read_only"  # what is stored can be read, and nothing can be added


# By the primary code of SQLite.
SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.AWAY,
    sqlite3.SQLITE_LOCKED: Outage.AWAY,
    sqlite3.SQLITE_CANTOPEN: Outage.AWAY,
    sqlite3.SQLITE_FULL: Outage.READ_ONLY,
    sqlite3.SQLITE_IOERR: Outage.READ_ONLY,
    sqlite3.SQLITE_READONLY: Outage.READ_ONLY,
}
# By how PostgreSQL's code begins: connections lost, resources used up, a server that shuts down or
# starts; a full disk, a disk that fails, a replica.
POSTGRES = {
    "08": Outage.AWAY,
    "57P": Outage.AWAY,
    "53100": Outage.READ_ONLY,
    "53": Outage.AWAY,
    "58030": Outage.READ_ONLY,
    "25006": Outage.READ_ONLY,
}
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
# Where files are, if that is no disk.
FILES_AWAY = {errno.EHOSTUNREACH}


def outage_of(error: BaseException | None) -> Outage | None:
    """What is out of order, if `error` or what led to it says so. None: it is another error."""
    return next(filter(None, map(_outage_of_one, _chain(error))), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _outage_of_one(error: BaseException) -> Outage | None:
    if isinstance(error, OSError):
        return _outage_of_files(error.errno)
    if isinstance(error, DatabaseError | InterfaceError):
        return _outage_of_database(error)
    return None


def _outage_of_files(number: int | None) -> Outage | None:
    if number in NO_ROOM:
        return Outage.READ_ONLY
    return Outage.AWAY if number in FILES_AWAY else None


def _outage_of_database(error: DatabaseError | InterfaceError) -> Outage | None:
    reason = error.__cause__
    if isinstance(reason, sqlite3.Error):
        return SQLITE.get(getattr(reason, "sqlite_errorcode", 0) & 0xFF)
    if code := getattr(reason, "sqlstate", None):
        return next((kind for start, kind in POSTGRES.items() if code.startswith(start)), None)
    # PostgreSQL's client has no code for a server that cannot be reached, or left in between.
    is_lost = isinstance(error, OperationalError | InterfaceError)
    return Outage.AWAY if is_lost and reason is not None else None
