"""Bringing a file from Cloudinary to this disk."""

from __future__ import annotations

import os
from hashlib import sha1
from pathlib import Path

from ..cloud import client
from ..cloud.exceptions import CloudMissingRefusal
from .outcome import NotCopiedError

PIECE = 64 * 1024


def fetch(url: str, target: Path, *, size: int, fingerprint: str = "") -> str:
    """Store what is delivered at `url` as `target`, if it has `size` bytes; its SHA-1.

    With a `fingerprint` it must have that too. Raises `NotCopiedError`, a `CloudRefusal` or an
    `OSError`; then `target` is as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary_path = target.with_name(f"{target.name}.arriving")
    try:
        length, digest = _write(url, temporary_path)
        if length != size or fingerprint not in {"", digest}:
            raise NotCopiedError("Cloudinary delivered other bytes than it was given.")
        os.replace(temporary_path, target)
    finally:
        temporary_path.unlink(missing_ok=True)
    return digest


def _write(url: str, path: Path) -> tuple[int, str]:
    digest, length = sha1(usedforsecurity=False), 0
    try:
        with path.open("wb") as file:
            for piece in client.pieces(url):
                length += file.write(piece)
                digest.update(piece)
            file.flush()
            os.fsync(file.fileno())
    except CloudMissingRefusal as error:
        raise NotCopiedError("Cloudinary no longer has it.") from error
    return length, digest.hexdigest()


def fingerprint_of(path: Path) -> str:
    digest = sha1(usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
