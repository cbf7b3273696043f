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
    copiers = [copier for kind, copier in COPIERS.items() if only in {None, kind}]
    to_cloud = to is Side.CLOUDINARY
    remaining = limit
    outcomes = (copier(to_cloud=to_cloud, dry_run=dry_run) for copier in copiers)
    for outcome in chain.from_iterable(outcomes):
        yield outcome
        if remaining is not None and outcome.result in {Result.COPIED, Result.PLANNED}:
            remaining -= 1
            if remaining <= 0:
                return
