"""A course folder inside a .zip, read in place. One bad name refuses the whole package."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .exceptions import FolderRefusal
from .paths import checked

MAX_MEMBERS = 10_000
MAX_EXPANDED = 500 * 1024 * 1024
MAX_RATIO = 100
# Short runs of spaces compress a hundredfold quite innocently.
RATIO_MATTERS_ABOVE = 1024 * 1024
CHUNK = 64 * 1024
UTF8_FLAG = 0x800


class Archive:
    """Implements `source.Source`. The course may lie in the one folder at the top."""

    def __init__(self, path: Path):
        self.name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise FolderRefusal("this is not a readable .zip archive", file=self.name) from error
        try:
            self._members = self._inspect(self._zip.infolist())
        except FolderRefusal:
            self._zip.close()
            raise
        self._root = self._find_root()
        self._expanded: dict[str, int] = {}

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *details: object) -> None:
        self._zip.close()

    def has(self, path: str) -> bool:
        return self._root + path in self._members

    def names(self) -> Iterator[str]:
        for name in sorted(self._members):
            if name.startswith(self._root):
                yield name.removeprefix(self._root)

    def read(self, path: str, limit: int) -> bytes:
        member = self._members[self._root + path]
        data = bytearray()
        try:
            with self._zip.open(member) as file:
                while len(data) < limit and (chunk := file.read(min(CHUNK, limit - len(data)))):
                    data += chunk
                    self._count(member.filename, len(data))
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise FolderRefusal("this file in the archive is damaged", file=path) from error
        return bytes(data)

    def _count(self, name: str, size: int) -> None:
        """Sizes in a directory can lie; what really came out does not."""
        self._expanded[name] = max(size, self._expanded.get(name, 0))
        if sum(self._expanded.values()) > MAX_EXPANDED:
            raise FolderRefusal("the archive unpacks to more than 500 MB", file=self.name)

    def _inspect(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(infos) > MAX_MEMBERS:
            raise FolderRefusal(f"the archive has more than {MAX_MEMBERS} members", file=self.name)
        self._refuse_bomb(infos)
        members, seen = {}, set()
        for info in infos:
            path = self._checked_name(info)
            folded_path = path.casefold()
            if folded_path in seen:
                raise self._refusal(info, "is there twice, or differs only in upper and lower case")
            seen.add(folded_path)
            if not info.is_dir():
                members[path] = info
        return members

    def _refuse_bomb(self, infos: list[zipfile.ZipInfo]) -> None:
        expanded_size = sum(info.file_size for info in infos)
        packed_size = sum(info.compress_size for info in infos)
        if expanded_size > MAX_EXPANDED:
            raise FolderRefusal("the archive unpacks to more than 500 MB", file=self.name)
        pairs = [
            (expanded_size, packed_size),
            *((info.file_size, info.compress_size) for info in infos),
        ]
        if any(
            expanded_member > RATIO_MATTERS_ABOVE and expanded_member > MAX_RATIO * packed_member
            for expanded_member, packed_member in pairs
        ):
            problem = f"the archive unpacks to more than {MAX_RATIO} times its size"
            raise FolderRefusal(problem, file=self.name)

    def _checked_name(self, info: zipfile.ZipInfo) -> str:
        # `filename` is cut at a NUL; what the archive says is in `orig_filename`.
        raw = _name(info)
        if info.flag_bits & 0x1:
            raise self._refusal(info, "is encrypted")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            raise self._refusal(info, "is a link or a special file")
        name = raw.removesuffix("/")
        if any(part in {"", ".", ".."} for part in name.split("/")):
            raise self._refusal(info, "has a name that may lead out of the archive")
        return checked(name, file=self.name)

    def _refusal(self, info: zipfile.ZipInfo, problem: str) -> FolderRefusal:
        name = _name(info).replace("\0", "␀")
        return FolderRefusal(f"the member “{name}” {problem}", file=self.name)

    def _find_root(self) -> str:
        if "course.yaml" in self._members:
            return ""
        tops = [name for name in self._members if name.count("/") == 1]
        roots = [name.removesuffix("course.yaml") for name in tops if name.endswith("/course.yaml")]
        return roots[0] if len(roots) == 1 else ""


def _name(info: zipfile.ZipInfo) -> str:
    """Macs, and others, write UTF-8 without the flag that says so; then Python reads code page
    437."""
    name = info.orig_filename
    if info.flag_bits & UTF8_FLAG or name.isascii():
        return name
    try:
        return name.encode("cp437").decode()
    except UnicodeError:
        return name
