"""Stored files that no row knows: left by a form that failed, a crash, or a row deleted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from ..cloud import account
from ..models import VideoAsset
from ..storages import private_storage
from .batches import in_batches
from .cloud import Cloud
from .own_places import Bucket, Disk, own_place
from .references import public_ids_referred_to, referred_to
from .stored import Stored
from .stored_columns import Place, file_columns, picture_column, picture_fields


def parts_place() -> Disk | Bucket:
    """Where uploads come in."""
    return own_place(private_storage(), "uploads")


def places() -> list[Place]:
    """Every folder that this site writes to, here and (with an account) in Cloudinary."""
    candidates = [column.place for column in file_columns()]
    # Both sides: a site may have moved.
    for on_disk in (True, False):
        candidates += [picture_column(field, on_disk=on_disk).place for field in picture_fields()]
    # Formats are of no matter here, and two kinds may share a folder.
    candidates = {place.location: place for place in candidates}.values()
    reachable = [place for place in candidates if account.is_configured() or not place.is_remote]
    return [
        place for place in reachable if not any(_is_within(place, other) for other in reachable)
    ]


def _is_within(place: Place, other: Place) -> bool:
    """Whether listing `other` lists `place` as well."""
    depth = len(other.location)
    return len(place.location) > depth and place.location[:depth] == other.location


def orphans(place: Place, *, before: datetime) -> Iterator[Stored]:
    """Files in `place` that no row knows and that have been there since earlier than `before`.

    What has just come may be on its way to a row. Raises a `CloudRefusal`.
    """
    referred_names = public_ids_referred_to if isinstance(place, Cloud) else referred_to
    for batch in in_batches(place.listing()):
        names = referred_names(stored.name for stored in batch)
        yield from (
            stored for stored in batch if stored.name not in names and stored.modified < before
        )


def abandoned_parts(*, before: datetime) -> Iterator[Stored]:
    """Pieces of uploads whose row is gone."""
    for batch in in_batches(parts_place().listing()):
        tokens = {part: _token(part.name) for part in batch}
        rows = VideoAsset.objects.filter(token__in=tokens.values())
        known_tokens = set(rows.values_list("token", flat=True))
        yield from (
            part
            for part, token in tokens.items()
            if token not in known_tokens and part.modified < before
        )


def _token(name: str) -> str:
    """Of the upload: `uploads/<token>.part` on a disk, `uploads/<token>/<first byte>` elsewhere."""
    return PurePosixPath(name).parts[1].removesuffix(".part")
