"""Files on this server's disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import Storage
from PIL import Image as Pillow

from .. import probe
from ..probe.kinds import HEAD
from .stored import Stored, plain


def picture_format(file: BinaryIO) -> str | None:
    """By its first bytes; nothing is decoded."""
    try:
        with Pillow.open(file) as picture:
            return plain((picture.format or "").lower())
    # What decoders raise over a torn file is as various as decoders are.
    except (OSError, SyntaxError, ValueError, Pillow.DecompressionBombError):
        return None


def video_format(file: BinaryIO) -> str | None:
    return probe.kind_of(file.read(HEAD))


@dataclass(frozen=True)
class Disk:
    """A folder of a storage. `format_of` tells files by their content, where that is known."""

    storage: Storage
    folder: str
    format_of: Callable[[BinaryIO], str | None] | None = None

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

    @property
    def location(self) -> tuple[str, ...]:
        """Where it is, from the outermost folder: one place may be within another."""
        return self.path(self.folder).parts

    def path(self, name: str) -> Path:
        return Path(self.storage.path(name))

    def open(self, name: str) -> BinaryIO:
        return self.path(name).open("rb")

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A file that is `name` once the block has ended without an error."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary_path = path.with_name(f"{path.name}.arriving")
        try:
            with temporary_path.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary_path, path)
        finally:
            temporary_path.unlink(missing_ok=True)

    def _look_up(self, name: str, *, with_format: bool = True) -> Stored | None:
        path = self.path(name)
        try:
            stat = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        format = self._format(path) if with_format and self.format_of else None
        modified = datetime.fromtimestamp(stat.st_mtime, UTC)
        return Stored(name, stat.st_size, format, modified)

    def _format(self, path: Path) -> str | None:
        with path.open("rb") as file:
            return self.format_of(file)
