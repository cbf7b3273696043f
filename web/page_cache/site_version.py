"""Which state of the public site is stored: another one after each change that visitors may see.

A row for each transaction that changed something, rather than one that all of them count up: they
would wait for one another until each is committed, and two could wait for ever.
"""

from __future__ import annotations

import secrets

from django.db import InterfaceError, OperationalError, connection, transaction
from django.dispatch import Signal

from ..models import SiteChange

# Sent after the commit of a transaction that changed something visitors may see.
site_changed = Signal()
# How many changes are kept by the nightly chore; each is counted at every visit.
KEPT_CHANGES = 100
# Small enough for a sum of them to fit into a column of whole numbers.
TOKEN_BITS = 31
QUERY = "SELECT COUNT(*), SUM(token) FROM web_sitechange"
INSERT = 'INSERT INTO "web_sitechange" ("token") VALUES (%s)'


def current_version() -> str:
    """Stands for the changes committed so far. One query, on an index of a few rows.

    Tokens are random: where a backup is restored, the same number of changes is another version.
    """
    read_by_others()
    has_connection = connection.connection is not None
    try:
        number, tokens = _ask()
    except (OperationalError, InterfaceError):
        if not has_connection or connection.in_atomic_block:
            raise
        connection.close()  # it had ended since the last request
        number, tokens = _ask()
    return f"{number}-{tokens or 0}"


def _ask() -> tuple[int, int | None]:
    """To ask is the cheapest way to find out whether the connection still stands: Django would ask
    PostgreSQL for something else first, once a request."""
    connection.health_check_done = True
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        return cursor.fetchone()


def mark_changed() -> None:
    """Make the next request see another version: in the transaction of the change, if there is one.

    A second row within it would say nothing more, unless somebody has read the version since.
    """
    if not any(not announcement.is_read for announcement in _pending_announcements()):
        with connection.cursor() as cursor:  # and no transaction, which a statement may stand in
            cursor.execute(INSERT, [secrets.randbits(TOKEN_BITS)])
        if connection.in_atomic_block or connection.get_autocommit():
            transaction.on_commit(Announcement(), robust=True)


def read_by_others() -> None:
    """What is changed from now on needs a row of its own, also within this transaction."""
    for announcement in _pending_announcements():
        announcement.is_read = True


def forget_old_changes() -> None:
    """Leave the newest `KEPT_CHANGES`. Which version it is differs afterwards."""
    newest = SiteChange.objects.order_by("-pk").values_list("pk", flat=True)
    if oldest_kept := newest[KEPT_CHANGES - 1 : KEPT_CHANGES].first():
        SiteChange.objects.filter(pk__lt=oldest_kept).delete()


class Announcement:
    """Waits for the commit. While it does, this transaction has its row: Django drops it where a
    part of a transaction is rolled back."""

    is_read = False

    def __call__(self) -> None:
        site_changed.send_robust(sender=SiteChange)


def _pending_announcements() -> list[Announcement]:
    callbacks = [callback for _savepoints, callback, *_options in connection.run_on_commit]
    return [callback for callback in callbacks if isinstance(callback, Announcement)]
