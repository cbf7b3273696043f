"""What is out of order while a role walks through the site by GET."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from django.db import connection
from django.test import override_settings

from web.cache import circuit_breaker
from web.tests.cache import broken

# By role; the others walk through a site in order.
FAULTS = {
    "visitor": "no files for the cache",
    "student": "a full disk",
    "enrolled": "no Redis",
    "teacher": "no files for the cache",
    "admin": "no Redis",
}


def fault_of(role: str) -> AbstractContextManager:
    match FAULTS.get(role):
        case "no Redis":
            return lost_caches("redis")
        case "no files for the cache":
            return lost_caches("files")
        case "a full disk" if connection.vendor == "sqlite":
            return read_only_database()
    return nullcontext()


@contextmanager
def lost_caches(kind: str) -> Iterator[None]:
    """The default one and that of pages are of `kind`, "redis" where nobody listens or "files" in a
    folder that cannot be made; that of renditions is of the other. Nothing spares them: each call
    meets the fault."""
    with TemporaryDirectory() as folder, patch.object(circuit_breaker, "RETRY_SECONDS", 0.0):
        caches = {"redis": broken.stopped_redis(), "files": broken.files_nowhere(Path(folder))}
        other = caches["files" if kind == "redis" else "redis"]
        site = {"default": caches[kind], "pages": caches[kind], "renditions": other}
        with override_settings(CACHES=site):
            yield


@contextmanager
def read_only_database() -> Iterator[None]:
    """SQLite's own error whatever is written, and all can be read."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA query_only = OFF")
