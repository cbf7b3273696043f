"""The verb that saves the site."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from .archive import Writer
from .databases import NAMES, dump, identity
from .exceptions import BackupRefusal
from .folders import files, folders, tidy
from .interruption import interruptible
from .workspace import clear, workspace

WORKSPACE = ".skillmate-backup"


@dataclass(frozen=True)
class Backup:
    path: Path
    files: int
    size: int


def backup(folder: Path) -> Backup:
    """Save the site as a new file in `folder`, which only its owner can read.

    The database first and the files right after: a row without its file would be an error, a file
    without a row is not. Raises `BackupRefusal`, `OSError` or `Interruption`, and then nothing is
    there.
    """
    _check_folder(folder)
    now = datetime.now(UTC)
    path = folder / f"skillmate-{now:%Y-%m-%dT%H-%M-%SZ}.tar"
    # Beside the archive: there has to be room for it, which a memory disk may not have.
    with interruptible(), workspace(folder / WORKSPACE) as directory:
        clear(directory)
        tidy(identity())
        unfinished = directory / path.name
        file_count = _write(unfinished, now)
        unfinished.rename(path)
    return Backup(path, file_count, path.stat().st_size)


def _write(path: Path, now: datetime) -> int:
    """How many files there are."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        writer = Writer(stream)
        _add_database(writer, path.parent)
        file_count = _add_files(writer)
        writer.finish(made_at=now.isoformat(), database=connection.vendor)
        stream.flush()
        os.fsync(stream.fileno())
    return file_count


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise BackupRefusal(_("There is no folder “%(folder)s”.") % {"folder": folder})
    for media_folder in folders().values():
        if folder.resolve().is_relative_to(media_folder.resolve()):
            raise BackupRefusal(
                _("“%(folder)s” is below %(other)s, which is part of what is saved. Use another.")
                % {"folder": folder, "other": media_folder}
            )


def _add_database(writer: Writer, directory: Path) -> None:
    dump_path = directory / NAMES[connection.vendor]
    dump(dump_path)
    writer.add(dump_path.name, dump_path)
    dump_path.unlink()


def _add_files(writer: Writer) -> int:
    file_count = 0
    for folder_name, folder in folders().items():
        for path in files(folder):
            try:
                writer.add(f"{folder_name}/{path.relative_to(folder).as_posix()}", path)
            except FileNotFoundError:  # deleted just now
                continue
            file_count += 1
    return file_count
