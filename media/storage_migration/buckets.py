"""All files of the site between a disk and a bucket: rows say the same on both sides.

What is in Cloudinary stays there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from ..inventory.own_places import Bucket, Disk
from ..inventory.stored import Stored
from ..inventory.stored_columns import file_columns
from ..storages import private_storage
from .outcome import Outcome, Result

PIECE = 64 * 1024


def copy_files(*, to_bucket: bool, dry_run: bool) -> Iterator[Outcome]:
    """Raises `OSError` where one of the two sides cannot be used."""
    for column in file_columns():
        if not isinstance(column.place, Bucket):
            continue
        bucket, disk = column.place, _disk_beside(column.place)
        source, target = (disk, bucket) if to_bucket else (bucket, disk)
        for batch in column.batches():
            names = [expected.name for expected in batch]
            there, here = target.stored_by_name(names), source.stored_by_name(names)
            for name in names:
                yield _copy(name, source, target, here.get(name), there.get(name), dry_run)


def _disk_beside(bucket: Bucket) -> Disk:
    """The folder in which the files of `bucket` are while the site keeps them on its disk."""
    is_private = bucket.storage is private_storage()
    root = settings.PRIVATE_MEDIA_ROOT if is_private else settings.MEDIA_ROOT
    return Disk(FileSystemStorage(location=root), bucket.folder)


def _copy(
    name: str,
    source: Disk | Bucket,
    target: Disk | Bucket,
    here: Stored | None,
    there: Stored | None,
    dry_run: bool,
) -> Outcome:
    if there and (here is None or here.size == there.size):
        return Outcome(name, Result.PRESENT)
    if here is None:
        message = f"It is neither {source.where} nor {target.where}."
        return Outcome(name, Result.FAILED, message)
    if there:
        return Outcome(name, Result.FAILED, f"Another file of this name is {target.where}.")
    if dry_run:
        return Outcome(name, Result.PLANNED)
    with source.open(name) as file, target.writing(name) as copy:
        shutil.copyfileobj(file, copy, PIECE)
    return Outcome(name, Result.COPIED)
