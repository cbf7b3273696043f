"""The parts of uploads under way, which know best how much has come in.

On a disk an upload is one `.part` file that grows; in a bucket, where none can, each part is an
object (`part_objects`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files import File, locks

from ..models import VideoAsset
from ..storages import private_storage
from . import part_objects


class InUseError(Exception):
    """Another request is writing to the same file."""


def folder() -> Path:
    path = Path(private_storage().path("uploads"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def part_of(asset: VideoAsset) -> Path:
    return folder() / f"{asset.token}.part"


def has_room_for(size: int) -> bool:
    """A bucket grows."""
    return _is_bucket() or shutil.disk_usage(folder()).free >= size


def received_bytes(asset: VideoAsset) -> int:
    """How many bytes of an upload are stored."""
    if _is_bucket():
        return part_objects.received_bytes(asset)
    try:
        return part_of(asset).stat().st_size
    except FileNotFoundError:
        return 0


def open_part(asset: VideoAsset) -> AbstractContextManager[tuple[BinaryIO, int]]:
    """A file to add to, and how many bytes are there before it.

    Raises `InUseError` where someone adds to it already.
    """
    return _new_object(asset) if _is_bucket() else _locked_file(asset)


@contextmanager
def _locked_file(asset: VideoAsset) -> Iterator[tuple[BinaryIO, int]]:
    with part_of(asset).open("ab") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            raise InUseError
        yield file, file.seek(0, os.SEEK_END)


@contextmanager
def _new_object(asset: VideoAsset) -> Iterator[tuple[BinaryIO, int]]:
    received = part_objects.received_bytes(asset)
    with part_objects.open_part(asset, received) as file:
        yield file, received


def store_whole(asset: VideoAsset, file: File) -> None:
    """An upload that came in one piece."""
    if _is_bucket():
        private_storage().save(asset.name, file)
        return
    with open_part(asset) as (part, _received):
        for piece in file.chunks():
            part.write(piece)


def open_whole(asset: VideoAsset) -> AbstractContextManager[BinaryIO]:
    """All that came in, as one file to read."""
    return part_objects.open_whole(asset) if _is_bucket() else part_of(asset).open("rb")


def assemble(asset: VideoAsset) -> None:
    """What takes its time, before a transaction makes others wait. On a disk nothing does."""
    if _is_bucket() and part_objects.received_bytes(asset):
        part_objects.assemble(asset)


def store_finished_file(asset: VideoAsset) -> None:
    """Give the finished file its name. Safe to call again."""
    if _is_bucket():
        part_objects.forget_parts_on_commit(asset)
        return
    target = Path(private_storage().path(asset.name))
    target.parent.mkdir(parents=True, exist_ok=True)
    if part_of(asset).exists():
        os.replace(part_of(asset), target)


def forget_parts(asset: VideoAsset) -> None:
    if _is_bucket():
        part_objects.forget_parts(asset)
    else:
        part_of(asset).unlink(missing_ok=True)


def last_modified(asset: VideoAsset) -> datetime | None:
    """When something came in last. None where nothing has."""
    if _is_bucket():
        return part_objects.last_modified(asset)
    try:
        return datetime.fromtimestamp(part_of(asset).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def _is_bucket() -> bool:
    return private_storage().is_bucket
