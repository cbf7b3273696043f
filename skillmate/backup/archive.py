"""The file itself: a plain tar with a manifest at its end, which tells whether all of it is there.

Not compressed, as pictures, videos and PostgreSQL's dumps are already.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from .exceptions import BackupRefusal

MANIFEST = "manifest.json"
MANIFEST_MAX_SIZE = 512 * 1024**2
VERSION = 1
CHUNK = 1024**2


class DigestReader:
    """Reads `file` for tarfile and adds up what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._sum = file, sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self._sum.update(chunk)
        return chunk

    @property
    def digest(self) -> str:
        return self._sum.hexdigest()


class Writer:
    def __init__(self, stream: BinaryIO) -> None:
        self._tar = tarfile.open(fileobj=stream, mode="w")  # noqa: SIM115  (closed by `finish`)
        self.digests: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        """As long as it is now: an upload may be growing. Raises `FileNotFoundError`."""
        with path.open("rb") as file:
            member = tarfile.TarInfo(name)
            member.size = os.fstat(file.fileno()).st_size
            reader = DigestReader(file)
            self._tar.addfile(member, reader)
        self.digests[name] = reader.digest

    def finish(self, **fields: object) -> None:
        content = json.dumps({"version": VERSION, **fields, "files": self.digests}).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(content)
        self._tar.addfile(member, io.BytesIO(content))
        self._tar.close()


def read_manifest(path: Path) -> dict:
    """What `path` holds, once every byte of it has been checked. Raises `BackupRefusal`."""
    digests, manifest = {}, {}
    try:
        for name, file in members(path):
            if name == MANIFEST:
                manifest = json.loads(file.read(MANIFEST_MAX_SIZE))
            elif name in digests:
                raise BackupRefusal(_("The archive holds “%(name)s” twice.") % {"name": name})
            else:
                digests[name] = _digest(file)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BackupRefusal(_damage_message(path)) from error
    _check(path, manifest, digests)
    return manifest


def members(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Name and content of each file in turn. Raises `BackupRefusal` for what is no backup."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise BackupRefusal(
            _("“%(path)s” cannot be read: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error
    with stream, tarfile.open(fileobj=stream, mode="r:") as tar:
        for member in tar:
            if not member.isreg() or not _is_safe(member.name):
                raise BackupRefusal(
                    _("The archive holds “%(name)s”, which no backup does. It was made or changed ")
                    % {"name": member.name}
                    + _("by something else: do not use it.")
                )
            yield member.name, tar.extractfile(member)


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_plain = "\\" not in name and "\0" not in name and name == "/".join(parts)
    return is_plain and bool(parts) and parts[0] != "/" and ".." not in parts


def _check(path: Path, manifest: dict, digests: dict[str, str]) -> None:
    if not isinstance(manifest, dict) or manifest.get("files") != digests:
        raise BackupRefusal(_damage_message(path))
    if not all(isinstance(manifest.get(name), str) for name in ("database", "made_at")):
        raise BackupRefusal(_damage_message(path))
    if manifest.get("version") != VERSION:
        raise BackupRefusal(
            _("The archive is of another version of Skillmate. Restore it with that one.")
        )


def _digest(file: BinaryIO) -> str:
    reader = DigestReader(file)
    while reader.read(CHUNK):
        pass
    return reader.digest


def _damage_message(path: Path) -> str:
    return _(
        "“%(path)s” is damaged, not all there, or no backup. Nothing was changed. Use another one."
    ) % {"path": path}
