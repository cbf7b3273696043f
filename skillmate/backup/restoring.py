"""The verb that makes the site what it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.cache import caches
from django.utils.translation import gettext as _

from . import databases, folders
from .archive import CHUNK, MANIFEST, members, read_manifest
from .exceptions import BackupRefusal
from .interruption import go_on, interruptible


def restore(path: Path, tell: Callable[[str], None]) -> dict:
    """Make the site what it was when `path` was saved; gives the manifest.

    Only into an empty database and empty folders. `tell` is called with what else there is to know.
    Raises `BackupRefusal`, `OSError` or `Interruption`, and then nothing has changed.
    """
    manifest = check(path)
    with interruptible(), folders.held():
        database = databases.identity()
        if not databases.is_empty():
            folders.keep(database)  # of one that was killed after its last step
            databases.check_empty()
        folders.recover(database)
        folders.check_empty()
        with _placed_for(database):
            source = _unpack(path)
            with databases.loaded(source, manifest["database"], tell):
                folders.place(database)
    for cache in caches.all(initialized_only=False):
        cache.clear()
    return manifest


def check(path: Path) -> dict:
    """The manifest of `path`, once it is certain that it can be restored."""
    manifest = read_manifest(path)
    name = databases.NAMES.get(manifest.get("database"))
    places = {
        tuple(file_name.split("/")[:2]) for file_name in manifest["files"] if file_name != name
    }
    strange = any(
        folder not in folders.folders() or rest[:1] == [folders.STAGING] for folder, *rest in places
    )
    if name not in manifest["files"] or strange:
        raise BackupRefusal(_("The archive does not hold what a backup of Skillmate holds."))
    return manifest


@contextmanager
def _placed_for(database: str) -> Iterator[None]:
    """What the block places stays if it brings the database, and is taken back if it does not."""
    try:
        yield
        go_on()
    except BaseException:  # be it a key pressed: half a site would be taken for a whole one
        if databases.is_empty():
            folders.take_back()
        else:  # ended just after the step that cannot be half done
            folders.keep(database)
        raise
    folders.keep(database)


def _unpack(path: Path) -> Path:
    """Where the database is now: in the private folder, which nobody is served from."""
    source = folders.staging(folders.folders()["private"]) / "database"
    for name, file in members(path):
        if name in databases.NAMES.values():
            with source.open("wb") as target:
                shutil.copyfileobj(file, target, CHUNK)
        elif name != MANIFEST:
            folders.unpack(name, file)
    return source
