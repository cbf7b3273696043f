"""Bringing a file from Cloudinary to where this site keeps its own."""

from __future__ import annotations

from hashlib import sha1
from typing import BinaryIO

from ..cloud import client
from ..cloud.exceptions import CloudMissingRefusal
from ..inventory.own_places import Bucket, Disk
from .outcome import NotCopiedError

PIECE = 64 * 1024


def fetch(
    url: str, place: Disk | Bucket, name: str, *, size: int | None, fingerprint: str = ""
) -> str:
    """Store what is delivered at `url` under `name`, if it has `size` bytes; its SHA-1.

    With a `fingerprint` it must have that too. Raises `NotCopiedError`, a `CloudRefusal` or an
    `OSError`; then nothing has changed.
    """
    with place.writing(name) as file:
        length, digest = _write(url, file)
        if length != size or fingerprint not in {"", digest}:
            raise NotCopiedError("Cloudinary delivered other bytes than it was given.")
    return digest


def _write(url: str, file: BinaryIO) -> tuple[int, str]:
    digest, length = sha1(usedforsecurity=False), 0
    try:
        for piece in client.pieces(url):
            length += file.write(piece)
            digest.update(piece)
    except CloudMissingRefusal as error:
        raise NotCopiedError("Cloudinary no longer has it.") from error
    return length, digest.hexdigest()


def fingerprint_of(place: Disk | Bucket, name: str) -> str:
    digest = sha1(usedforsecurity=False)
    with place.open(name) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
