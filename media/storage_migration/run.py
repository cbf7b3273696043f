from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain

from .buckets import copy_files
from .outcome import Outcome, Result
from .pictures import copy_pictures
from .videos import copy_videos


class Side(StrEnum):
    """`local` is where the site keeps its own files: its disk, or its bucket."""

    CLOUDINARY = "cloudinary"
    LOCAL = "local"
    BUCKET = "bucket"
    DISK = "disk"


COPIERS = {"images": copy_pictures, "videos": copy_videos}


def copy(
    to: Side, *, only: str | None = None, limit: int | None = None, dry_run: bool = False
) -> Iterator[Outcome]:
    """Copy what is not there yet, at most `limit`: between a disk and a bucket all files, to and
    from Cloudinary images and videos, or those of one kind `only`.

    Raises `CloudAwayRefusal` (`NoAccountRefusal` among it) where Cloudinary cannot be used now, and
    `OSError` where the disk or the bucket cannot: what was copied by then stays so, and the next
    run goes on from there.
    """
    remaining = limit
    for outcome in _outcomes(to, only, dry_run):
        yield outcome
        if remaining is not None and outcome.result in {Result.COPIED, Result.PLANNED}:
            remaining -= 1
            if remaining <= 0:
                return


def _outcomes(to: Side, only: str | None, dry_run: bool) -> Iterator[Outcome]:
    if to in {Side.BUCKET, Side.DISK}:
        return copy_files(to_bucket=to is Side.BUCKET, dry_run=dry_run)
    copiers = [copier for kind, copier in COPIERS.items() if only in {None, kind}]
    to_cloud = to is Side.CLOUDINARY
    return chain.from_iterable(copier(to_cloud=to_cloud, dry_run=dry_run) for copier in copiers)
