"""Caches that are gone while a role walks through the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from django.test import override_settings

from web.cache import circuit_breaker
from web.tests.cache import broken

# Who looks at every address without the default cache, and of which kind it would be.
KINDS = {"visitor": "files", "enrolled": "redis", "teacher": "files", "admin": "redis"}


@contextmanager
def lost_caches(kind: str) -> Iterator[None]:
    """The default one is of `kind`, "redis" where nobody listens or "files" in a folder that cannot
    be made; that of renditions is of the other. Nothing spares them: each call meets the fault."""
    with TemporaryDirectory() as folder, patch.object(circuit_breaker, "RETRY_SECONDS", 0.0):
        caches = {"redis": broken.stopped_redis(), "files": broken.files_nowhere(Path(folder))}
        other = caches["files" if kind == "redis" else "redis"]
        with override_settings(CACHES={"default": caches[kind], "renditions": other}):
            yield
