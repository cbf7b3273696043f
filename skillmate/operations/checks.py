"""What the site needs to run. Each check says what is missing, in a sentence, or is silent.

No sentence holds a path, an address or the message of an error: whoever asks `/readyz` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from shutil import disk_usage
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media.storages import private_storage
from web.models import DELAYED_AFTER, OutgoingMail

from . import heartbeat

# A minute, and what a machine may be busy for.
WORKER_SILENT_AFTER = timedelta(minutes=3)

# Whether everything was applied once: rows of migrations do not go while a process runs, and to
# read all their files takes a second.
_is_migrated = False


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations() -> str:
    global _is_migrated  # of this process, see above
    if _is_migrated:
        return ""
    executor = MigrationExecutor(connection)
    count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    _is_migrated = count == 0
    if _is_migrated:
        return ""
    return ngettext(
        "%(count)s migration has not been applied.",
        "%(count)s migrations have not been applied.",
        count,
    ) % {"count": count}


def cache() -> str:
    key, value = f"ready-{uuid4().hex}", uuid4().hex
    for alias in settings.CACHES:
        caches[alias].set(key, value, timeout=10)
        is_kept = caches[alias].get(key) == value
        caches[alias].delete(key)  # files would be many, as nobody asks for them again
        if not is_kept:
            return _("The cache does not keep what it is given.")
    return ""


def disk() -> str:
    short = [name for name, path in _places() if _free(path) < settings.DISK_FREE_MIN]
    if not short:
        return ""
    return _("There is little room left on the disk of: %(places)s.") % {"places": ", ".join(short)}


def files() -> str:
    """Where they are in a bucket; of a disk `disk` tells."""
    if settings.MEDIA_BUCKET is None:
        return ""
    try:
        private_storage().ping()
    except OSError:
        return _("The bucket with the files cannot be reached.")
    return ""


def worker() -> str:
    silence = heartbeat.silence()
    if silence is None:
        return _("The worker has never been heard of.")
    if silence <= WORKER_SILENT_AFTER:
        return ""
    return _("The worker was last heard of %(duration)s ago.") % {"duration": _in_words(silence)}


def mail() -> str:
    """Of what could have left: one message that is refused, and tried again later, is no sign."""
    now = timezone.now()
    late = OutgoingMail.objects.due(now - DELAYED_AFTER).order_by("not_before").first()
    if late is None:
        return ""
    return _("Mail has been waiting for %(duration)s.") % {
        "duration": _in_words(now - late.not_before)
    }


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "cache": cache,
    "disk": disk,
    "files": files,
    "worker": worker,
    "mail": mail,
}


def _places() -> Iterator[tuple[str, Path]]:
    """What is where data grows, by what the documents call it."""
    if settings.MEDIA_BUCKET is None:
        yield "MEDIA_ROOT", Path(settings.MEDIA_ROOT)
        yield "PRIVATE_MEDIA_ROOT", Path(settings.PRIVATE_MEDIA_ROOT)
    yield "var", Path(settings.VAR_DIR)
    if connection.vendor == "sqlite":
        yield "SQLite", Path(connection.settings_dict["NAME"]).absolute()


def _free(path: Path) -> int:
    """Bytes that the site may still write at `path`, or where it will be made."""
    while not path.exists():
        path = path.parent
    return disk_usage(path).free


def _in_words(duration: timedelta) -> str:
    minutes = int(duration.total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
