"""The `.part` files of uploads under way, which know best how much has come in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.files import locks

from ..models import VideoAsset
from ..storages import private_storage


class InUseError(Exception):
    """Another request is writing to the same file."""


def folder() -> Path:
    path = Path(private_storage().path("uploads"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def part_of(asset: VideoAsset) -> Path:
    return folder() / f"{asset.token}.part"


def received_bytes(asset: VideoAsset) -> int:
    """How many bytes of an upload are on disk."""
    try:
        return part_of(asset).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def open_part(asset: VideoAsset) -> Iterator[BinaryIO]:
    """The part file, to add to. Raises `InUseError` where someone does so already."""
    with part_of(asset).open("ab") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            raise InUseError
        yield file


def store_finished_file(asset: VideoAsset) -> None:
    """Give the finished file its name. Safe to call again."""
    target = Path(private_storage().path(asset.name))
    target.parent.mkdir(parents=True, exist_ok=True)
    if part_of(asset).exists():
        os.replace(part_of(asset), target)
