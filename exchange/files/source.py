"""Reading a course folder without ever leaving it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from web.normal_form import normal

from .archive import Archive
from .exceptions import FolderRefusal
from .paths import OutsideFolderRefusal, beside, checked

MEGABYTE = 1024 * 1024
MAX_TEXT = 2 * MEGABYTE
FENCED = re.compile(r"(^[ \t>]*```.*?^[ \t>]*```|^[ \t>]*~~~.*?^[ \t>]*~~~)", re.M | re.S)


class Source(Protocol):
    """Files by name, whatever holds them. Names are `paths.checked`."""

    def has(self, path: str) -> bool:
        """Whether `path` is a file. Raises `OutsideFolderRefusal` for a symlink that leads out."""

    def names(self) -> Iterator[str]:
        """Of the files at the top and one folder below it."""

    def read(self, path: str, limit: int) -> bytes:
        """At most `limit` bytes of a file that `has` said is there."""


class Directory:
    """A course folder on disk."""

    def __init__(self, root: Path):
        self.root = root.resolve()

    def has(self, path: str) -> bool:
        try:
            return stat.S_ISREG(os.stat(self._inside(path)).st_mode)
        except (OSError, RuntimeError):  # too long for the file system; a loop of symlinks
            return False

    def names(self) -> Iterator[str]:
        for pattern in ("*", "*/*"):
            yield from sorted(
                normal(path.relative_to(self.root).as_posix()) for path in self.root.glob(pattern)
            )

    def read(self, path: str, limit: int) -> bytes:
        with self._inside(path).open("rb") as file:
            return file.read(limit)

    def _inside(self, path: str) -> Path:
        resolved = self._as_stored(path).resolve()
        if not resolved.is_relative_to(self.root):
            raise OutsideFolderRefusal(f"“{path}” is a link that leads out of the course folder")
        return resolved

    def _as_stored(self, path: str) -> Path:
        """Folders of a Mac spell accents apart, and Linux takes that for other names."""
        if path.isascii() or (self.root / path).exists():
            return self.root / path
        place = self.root
        for part in path.split("/"):
            names = os.listdir(place) if place.resolve().is_relative_to(self.root) else []
            place /= next((name for name in names if normal(name) == part), part)
        return place


class CourseFiles:
    """A source with the rules of the format: limits, UTF-8, and errors that name a place."""

    def __init__(self, source: Source):
        self.source = source

    def find(self, reference: str, *, file: str, line: int | None = None) -> str | None:
        """The file that `reference`, written in `file`, means; None when there is none.

        Raises when it would have to be looked for outside the folder.
        """
        is_outside = False
        for candidate in beside(file, reference):
            try:
                path = checked(candidate)
            except OutsideFolderRefusal:
                is_outside = True
            except FolderRefusal:  # no name that a file of a course could have
                continue
            else:
                if self.has(path, file=file, line=line):
                    return path
        if is_outside:
            problem = f"the path “{reference}” leaves the course folder"
            raise OutsideFolderRefusal(problem, file=file, line=line)
        return None

    def read(self, path: str, limit: int, *, file: str = "", line: int | None = None) -> bytes:
        """The whole file. `file` and `line` say where it was asked for, for the error."""
        data = self.source.read(path, limit + 1)
        if len(data) > limit:
            problem = f"“{path}” is too large (more than {_size_text(limit)})"
            raise FolderRefusal(problem, file=file or path, line=line)
        return data

    def text(self, path: str, *, file: str = "", line: int | None = None) -> str:
        data = self.read(path, MAX_TEXT, file=file, line=line)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            bad_line = data[: error.start].count(b"\n") + 1
            raise FolderRefusal("this is not UTF-8 text", file=path, line=bad_line) from error
        return normal_prose(text.replace("\r\n", "\n").replace("\r", "\n"))

    def has(self, path: str, *, file: str = "", line: int | None = None) -> bool:
        try:
            return self.source.has(path)
        except OutsideFolderRefusal as error:
            raise OutsideFolderRefusal(error.problem, file=file, line=line) from error


@contextmanager
def open_course(path: str | Path) -> Iterator[CourseFiles]:
    """The files of the folder or .zip archive at `path`."""
    path = Path(path)
    if path.is_dir():
        yield CourseFiles(Directory(path))
    elif path.is_file() and path.suffix.lower() == ".zip":
        with Archive(path) as archive:
            yield CourseFiles(archive)
    else:
        raise FolderRefusal("there is no such course folder or .zip archive", file=str(path))


def normal_prose(text: str) -> str:
    """Code stays as it is written."""
    parts = FENCED.split(text)
    return "".join(part if FENCED.fullmatch(part) else normal(part) for part in parts)


def _size_text(size: int) -> str:
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{size} bytes"
