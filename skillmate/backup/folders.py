"""The folders of uploaded files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from .archive import CHUNK
from .exceptions import BackupRefusal


def folders() -> dict[str, Path]:
    """By their name in the archive."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_MEDIA_ROOT)}


def files(folder: Path) -> Iterator[Path]:
    """All files below, in order. Links are followed: a volume may be mounted by one."""
    seen = set()
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


def write(name: str, file: BinaryIO) -> None:
    """The file that is `name` in the archive, where it belongs."""
    folder, _slash, relative_path = name.partition("/")
    path = folders()[folder] / relative_path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        shutil.copyfileobj(file, target, CHUNK)


def empty() -> None:
    """What a restore that failed has written so far; the folders were empty before."""
    for folder in folders().values():
        for path in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _real(directory: str, name: str) -> str:
    return os.path.realpath(os.path.join(directory, name))
