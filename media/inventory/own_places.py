"""A folder of one of this site's own storages: on its disk, or in its bucket."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from ..storages import StorageAlias
from .bucket import Bucket
from .disk import Disk

__all__ = ["Bucket", "Disk", "own_place"]


def own_place(
    storage: StorageAlias, folder: str, format_of: Callable[[BinaryIO], str | None] | None = None
) -> Disk | Bucket:
    kind = Bucket if storage.is_bucket else Disk
    return kind(storage, folder, format_of)
