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
    for place, inner, names in os.walk(folder, followlinks=True):
        inner[:] = sorted(each for each in inner if _real(place, each) not in seen)
        seen |= {_real(place, each) for each in inner}
        yield from (path for name in sorted(names) if (path := Path(place, name)).is_file())


def check_empty() -> None:
    for folder in folders().values():
        if found := next(files(folder), None):
            raise BackupRefusal(
                _(
                    "“%(folder)s” is not empty: there is “%(name)s”. Nothing was changed. Point "
                    "MEDIA_ROOT and PRIVATE_MEDIA_ROOT to empty folders."
                )
                % {"folder": folder, "name": found.relative_to(folder)}
            )


def write(name: str, file: BinaryIO) -> None:
    """The file that is `name` in the archive, where it belongs."""
    shelf, _slash, rest = name.partition("/")
    path = folders()[shelf] / rest
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        shutil.copyfileobj(file, target, CHUNK)


def empty() -> None:
    """What a restore that failed has written so far; the folders were empty before."""
    for folder in folders().values():
        for each in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(each) if each.is_dir() else each.unlink()


def _real(place: str, name: str) -> str:
    return os.path.realpath(os.path.join(place, name))
