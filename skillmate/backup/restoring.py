"""The verb that makes the site what it was."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.cache import caches
from django.utils.translation import gettext as _

from . import databases, folders
from .archive import CHUNK, MANIFEST, members, read_manifest
from .exceptions import BackupRefusal


def restore(path: Path) -> dict:
    """Make the site what it was when `path` was saved; gives the manifest.

    Only into an empty database and empty folders. Raises `BackupRefusal`, and then nothing has
    changed.
    """
    manifest = check(path)
    databases.check_kind(manifest["database"])
    databases.check_empty()
    folders.check_empty()
    try:
        _write(path)
    except BaseException:  # be it a key pressed: half a site would be taken for a whole one
        folders.empty()
        raise
    for cache in caches.all(initialized_only=False):
        cache.clear()
    return manifest


def check(path: Path) -> dict:
    """The manifest of `path`, once it is certain that it can be restored."""
    manifest = read_manifest(path)
    name = databases.NAMES.get(manifest.get("database"))
    folder_names = {
        file_name.partition("/")[0] for file_name in manifest["files"] if file_name != name
    }
    if name not in manifest["files"] or folder_names - {*folders.folders()}:
        raise BackupRefusal(_("The archive does not hold what a backup of Skillmate holds."))
    return manifest


def _write(path: Path) -> None:
    """Files first: the database is the one step that is done wholly or not at all."""
    # What cannot be tidied up is no reason to take a restored site for a failed one.
    with TemporaryDirectory(dir=path.parent, ignore_cleanup_errors=True) as directory:
        for name, file in members(path):
            if name in databases.NAMES.values():
                with (Path(directory) / name).open("wb") as target:
                    shutil.copyfileobj(file, target, CHUNK)
            elif name != MANIFEST:
                folders.write(name, file)
        databases.load(next(Path(directory).iterdir()))
