from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain

from .outcome import Outcome, Result
from .pictures import copy_pictures
from .videos import copy_videos


class Side(StrEnum):
    CLOUDINARY = "cloudinary"
    LOCAL = "local"


COPIERS = {"images": copy_pictures, "videos": copy_videos}


def copy(
    to: Side, *, only: str | None = None, limit: int | None = None, dry_run: bool = False
) -> Iterator[Outcome]:
    """Copy images and videos (or those of one kind `only`) that are not there yet, at most `limit`.

    Raises `CloudAwayRefusal` (`NoAccountRefusal` among it) where Cloudinary cannot be used now, and
    `OSError` where the disk cannot: what was copied by then stays so, and the next run goes on from
    there.
    """
    kinds = [copier for kind, copier in COPIERS.items() if only in {None, kind}]
    to_cloud = to is Side.CLOUDINARY
    left = limit
    for outcome in chain.from_iterable(each(to_cloud=to_cloud, dry_run=dry_run) for each in kinds):
        yield outcome
        if left is not None and outcome.result in {Result.COPIED, Result.PLANNED}:
            left -= 1
            if left <= 0:
                return
