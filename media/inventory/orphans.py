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
from .disk import Disk
from .references import public_ids_referred_to, referred_to
from .stored import Stored
from .stored_columns import Place, picture_fields, picture_shelf, shelves

PARTS = Disk(private_storage(), "uploads")


def places() -> list[Place]:
    """Every folder that this site writes to, here and (with an account) in Cloudinary."""
    found = [shelf.place for shelf in shelves()]
    # Both sides: a site may have moved.
    for on_disk in (True, False):
        found += [picture_shelf(field, on_disk=on_disk).place for field in picture_fields()]
    # Formats are of no matter here, and two kinds may share a folder.
    found = {_key(each): each for each in found}.values()
    reachable = [each for each in found if account.is_configured() or not each.is_remote]
    return [each for each in reachable if not any(_is_within(each, other) for other in reachable)]


def _key(place: Place) -> tuple[str, ...]:
    if isinstance(place, Disk):
        return (str(place.path(place.folder)),)
    return (place.folder, place.resource_type, place.type)


def _is_within(place: Place, other: Place) -> bool:
    """Whether listing `other` lists `place` as well."""
    return (
        not (place.is_remote or other.is_remote)
        and place.path(place.folder).is_relative_to(other.path(other.folder))
        and place.path(place.folder) != other.path(other.folder)
    )


def orphans(place: Place, *, before: datetime) -> Iterator[Stored]:
    """Files in `place` that no row knows and that have been there since earlier than `before`.

    What has just come may be on its way to a row. Raises a `CloudRefusal`.
    """
    known = public_ids_referred_to if isinstance(place, Cloud) else referred_to
    for some in in_batches(place.listing()):
        names = known(each.name for each in some)
        yield from (each for each in some if each.name not in names and each.modified < before)


def abandoned_parts(*, before: datetime) -> Iterator[Stored]:
    """Pieces of uploads whose row is gone."""
    for some in in_batches(PARTS.listing()):
        tokens = {PurePosixPath(each.name).stem: each for each in some}
        rows = VideoAsset.objects.filter(token__in=tokens)
        gone = tokens.keys() - set(rows.values_list("token", flat=True))
        yield from (tokens[each] for each in gone if tokens[each].modified < before)
