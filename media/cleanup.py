"""Taking away what nobody needs: abandoned uploads, deletions put off, files no row knows.

What any row has is never touched here, and rows of content are never deleted: what an old revision
or a draft refers to is there as long as its row is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from .cloud.exceptions import CloudRefusal
from .deletions import retry_deletions
from .inventory.orphans import abandoned_parts, orphans, parts_place, places
from .models import PendingDeletion, VideoAsset
from .upload.discard import forget
from .upload.parts import last_modified
from .upload.start import PATIENCE


@dataclass(frozen=True)
class Step:
    """One thing taken away, or (`done` False) not yet."""

    message: str
    done: bool


def cleanup(
    *,
    abandoned_after: timedelta = PATIENCE,
    orphaned_after: timedelta | None = None,
    dry_run: bool = False,
) -> Iterator[Step]:
    """Clean up, step by step. Safe to run again, and beside itself.

    `abandoned_after` is for uploads and files of no video; orphans stay where `orphaned_after` is
    None. With `dry_run` nothing happens, and every step is not done.
    """
    now = timezone.now()
    yield from _uploads(now - abandoned_after, dry_run)
    yield from _parts(now - abandoned_after, dry_run)
    yield from _deletions(dry_run)
    if orphaned_after is not None:
        yield from _orphans(now - orphaned_after, dry_run)


def _uploads(before: datetime, dry_run: bool) -> Iterator[Step]:
    """Uploads nobody finished, and files that lost their video or never had one."""
    for asset in VideoAsset.objects.unused(before=before).order_by("pk").iterator():
        if _is_arriving(asset, before):
            continue
        kind = "abandoned upload" if asset.status == asset.Status.UPLOADING else "file of no video"
        if dry_run or forget(asset):
            yield Step(f"{kind}: {asset.name}", not dry_run)


def _is_arriving(asset: VideoAsset, before: datetime) -> bool:
    """Whether a part has been added since `before`: a slow connection takes its days."""
    modified = last_modified(asset)
    return modified is not None and modified >= before


def _parts(before: datetime, dry_run: bool) -> Iterator[Step]:
    for part in abandoned_parts(before=before):
        if not dry_run:
            parts_place().remove(part.name)
        yield Step(f"part of an upload that is no more: {part.name}", not dry_run)


def _deletions(dry_run: bool) -> Iterator[Step]:
    counts = (0, PendingDeletion.objects.count()) if dry_run else retry_deletions()
    deleted_count, pending_count = counts
    if deleted_count:
        yield Step(f"files deleted before, from Cloudinary: {deleted_count}", True)
    if pending_count:
        yield Step(f"files deleted before, from Cloudinary: {pending_count}", False)


def _orphans(before: datetime, dry_run: bool) -> Iterator[Step]:
    try:
        for place in sorted(places(), key=lambda place: place.is_remote):
            for orphan in orphans(place, before=before):
                is_removed = not dry_run and place.remove(orphan.name)
                yield Step(f"file no row knows, {place.where}: {orphan.name}", is_removed)
    except CloudRefusal as refusal:
        yield Step(f"files no row knows, in Cloudinary: {refusal}", False)
