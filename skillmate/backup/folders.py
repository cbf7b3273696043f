"""The folders of uploaded files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from . import journal
from .archive import CHUNK
from .exceptions import BackupRefusal
from .workspace import clear, workspace

# Within the folder itself: what lies beside it may be another disk.
STAGING = ".restoring"
UNPACKED = "files"


def folders() -> dict[str, Path]:
    """By their name in the archive."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_MEDIA_ROOT)}


def staging(folder: Path) -> Path:
    """Where files of `folder` wait until all of them are there."""
    return folder / STAGING


def files(folder: Path) -> Iterator[Path]:
    """All files below, in order. Links are followed: a volume may be mounted by one."""
    seen = {os.path.realpath(staging(folder))}
    for directory, subfolders, filenames in os.walk(folder, followlinks=True):
        subfolders[:] = sorted(
            subfolder for subfolder in subfolders if _real(directory, subfolder) not in seen
        )
        seen |= {_real(directory, subfolder) for subfolder in subfolders}
        yield from (
            path for filename in sorted(filenames) if (path := Path(directory, filename)).is_file()
        )


def check_empty() -> None:
    for folder in folders().values():
        if path := next(files(folder), None):
            raise BackupRefusal(
                _(
                    "“%(folder)s” is not empty: there is “%(name)s”. Nothing was changed. Point "
                    "MEDIA_ROOT and PRIVATE_MEDIA_ROOT to empty folders."
                )
                % {"folder": folder, "name": path.relative_to(folder)}
            )


@contextmanager
def held() -> Iterator[None]:
    """Both folders are this process's alone. Folders that were made for it go, if nothing came in.

    Raises `BackupRefusal` while another process restores into one of them.
    """
    with ExitStack() as stack:
        for folder in folders().values():
            stack.callback(_remove_folders, _missing(folder))
            stack.enter_context(workspace(staging(folder), stays_with=journal.NAME))
        yield


def recover(database: str) -> None:
    """Take back what an earlier restore into `database` had placed when it was killed.

    Its database is empty, as it had come to no end. Raises `BackupRefusal` if it was another one,
    of which nobody knows whether it is in use with these files.
    """
    for folder in folders().values():
        placed = journal.read(staging(folder))
        if placed and placed.database != database:
            raise BackupRefusal(
                _(
                    "A restore into %(database)s was killed while it placed files in “%(folder)s”. "
                    "Nothing was changed. Restore into that database, or use empty folders."
                )
                % {"database": placed.database, "folder": folder}
            )
    take_back()
    for folder in folders().values():
        clear(staging(folder))


def unpack(name: str, file: BinaryIO) -> None:
    """The file that is `name` in the archive, not yet where it belongs."""
    folder, _slash, relative_path = name.partition("/")
    path = staging(folders()[folder]) / UNPACKED / relative_path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        shutil.copyfileobj(file, target, CHUNK)


def place(database: str) -> None:
    """All that was unpacked goes where it belongs; `take_back` undoes it, be it a process later."""
    for folder in folders().values():
        unpacked = staging(folder) / UNPACKED
        names = [str(path.relative_to(unpacked)) for path in files(unpacked)]
        parents = {folder / parent for name in names for parent in Path(name).parents}
        missing = sorted(str(path.relative_to(folder)) for path in parents if not path.exists())
        journal.write(staging(folder), journal.Placed(database, names, missing))
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(unpacked / name, folder / name)


def take_back() -> None:
    for folder in folders().values():
        if placed := journal.read(staging(folder)):
            for name in placed.files:
                (folder / name).unlink(missing_ok=True)
            _remove_folders([folder / name for name in placed.folders])
            journal.remove(staging(folder))


def keep(database: str) -> None:
    """What was placed for `database` stays: it has its rows."""
    for folder in folders().values():
        placed = journal.read(staging(folder))
        if placed and placed.database == database:
            journal.remove(staging(folder))


def tidy(database: str) -> None:
    """Of a restore into `database` that was killed after its last step nothing but the files stays.

    Raises `BackupRefusal` while another process restores.
    """
    if any(staging(folder).exists() for folder in folders().values()):
        with held():
            keep(database)


def _missing(folder: Path) -> list[Path]:
    return [path for path in (*reversed(folder.parents), folder) if not path.exists()]


def _remove_folders(paths: list[Path]) -> None:
    """Those that are empty, from the innermost."""
    for path in reversed(paths):
        with suppress(OSError):
            path.rmdir()


def _real(directory: str, name: str) -> str:
    return os.path.realpath(os.path.join(directory, name))
