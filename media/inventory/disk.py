"""Files on this server's disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import Storage
from PIL import Image as Pillow

from .. import probe
from ..probe.kinds import HEAD
from .stored import Stored, plain


def picture_format(path: Path) -> str | None:
    """By its first bytes; nothing is decoded."""
    try:
        with Pillow.open(path) as picture:
            return plain((picture.format or "").lower())
    # What decoders raise over a torn file is as various as decoders are.
    except (OSError, SyntaxError, ValueError, Pillow.DecompressionBombError):
        return None


def video_format(path: Path) -> str | None:
    with path.open("rb") as file:
        return probe.kind_of(file.read(HEAD))


@dataclass(frozen=True)
class Disk:
    """A folder of a storage. `format_of` tells files by their content, where that is known."""

    storage: Storage
    folder: str
    format_of: Callable[[Path], str | None] | None = None

    where = "on disk"
    is_remote = False

    def stored_by_name(self, names: Iterable[str]) -> dict[str, Stored]:
        """Those of `names` that are there."""
        stored_files = {name: self._look_up(name) for name in names}
        return {name: stored for name, stored in stored_files.items() if stored}

    def listing(self) -> Iterator[Stored]:
        """Every file below the folder, in no order."""
        root = self.path("")
        for folder, _folders, files in os.walk(root / self.folder):
            for file in files:
                name = (Path(folder) / file).relative_to(root).as_posix()
                if stored := self._look_up(name, with_format=False):
                    yield stored

    def remove(self, name: str) -> bool:
        self.path(name).unlink(missing_ok=True)
        return True

    def path(self, name: str) -> Path:
        return Path(self.storage.path(name))

    def _look_up(self, name: str, *, with_format: bool = True) -> Stored | None:
        path = self.path(name)
        try:
            stat = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        format_of = self.format_of if with_format else None
        modified = datetime.fromtimestamp(stat.st_mtime, UTC)
        return Stored(name, stat.st_size, format_of(path) if format_of else None, modified)
