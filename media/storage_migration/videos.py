"""Videos: each has a row that says where it is, changed when its copy is known to be whole."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from ..cloud import client
from ..cloud.exceptions import CloudAwayRefusal, CloudRefusal
from ..deletions import delete_asset
from ..inventory.own_places import Bucket, Disk, own_place
from ..inventory.stored import Stored
from ..models import VideoAsset
from ..storages import private_storage
from ..upload import cloudinary_videos
from ..upload.asset_metadata import Facts, record_metadata
from .fetch import fetch, fingerprint_of
from .outcome import NotCopiedError, Outcome, Result

LOCAL, CLOUD = VideoAsset.Backend.LOCAL, VideoAsset.Backend.CLOUDINARY


def copy_videos(*, to_cloud: bool, dry_run: bool) -> Iterator[Outcome]:
    """Raises `CloudAwayRefusal` where Cloudinary is out of reach, `OSError` where this side is.

    Uploads under way are left: run it again when they have come in.
    """
    states = VideoAsset.Status
    assets = VideoAsset.objects.filter(status__in=[states.PROCESSING, states.READY]).order_by("pk")
    for asset in assets.iterator(chunk_size=100):
        if asset.is_remote == to_cloud:
            yield Outcome(asset.name, Result.PRESENT)
        else:
            yield _copy(asset, to_cloud, dry_run)


def _copy(asset: VideoAsset, to_cloud: bool, dry_run: bool) -> Outcome:
    try:
        if dry_run:
            return Outcome(asset.name, Result.PLANNED)
        _to_cloud(asset) if to_cloud else _from_cloud(asset)
    except CloudAwayRefusal:
        raise
    except (NotCopiedError, CloudRefusal) as reason:
        return Outcome(asset.name, Result.FAILED, str(reason))
    return Outcome(asset.name, Result.COPIED)


def _to_cloud(asset: VideoAsset) -> None:
    place = _place()
    stored = _stored(place, asset)
    if stored is None:
        raise NotCopiedError(f"Its file is not {place.where}.")
    kind = {"resource_type": "video", "type": asset.delivery}
    description = client.describe(asset.public_id, **kind)
    is_new = description is None
    if is_new:
        options = cloudinary_videos.upload_options(asset)
        description = client.upload_in_parts(place.open(asset.name), asset.public_id, **options)
    if description["bytes"] != stored.size:
        if is_new:
            delete_asset(asset.public_id, **kind)
        raise NotCopiedError("Cloudinary has other bytes of this name than it was given.")
    if not _switch(asset, to=CLOUD, facts=_location_facts(description)):
        delete_asset(asset.public_id, **kind)


def _location_facts(description: dict) -> Facts:
    """What depends on where a video is: its length and size are what they were."""
    facts = Facts.of_description(description)
    return Facts(version=facts.version, mp4_ready=facts.mp4_ready, hls_ready=facts.hls_ready)


def _from_cloud(asset: VideoAsset) -> None:
    place = _place()
    description = client.describe(asset.public_id, resource_type="video", type=asset.delivery)
    size = description["bytes"] if description else asset.size
    if not _is_here(place, asset, size):
        if description is None:
            raise NotCopiedError(f"It is neither in Cloudinary any more nor {place.where}.")
        url = cloudinary_videos.original_url(asset)
        asset.file_hash = fetch(url, place, asset.name, size=size, fingerprint=asset.file_hash)
    fingerprint = asset.file_hash or fingerprint_of(place, asset.name)
    if not _switch(asset, to=LOCAL, file_hash=fingerprint, size=size):
        place.remove(asset.name)


def _is_here(place: Disk | Bucket, asset: VideoAsset, size: int | None) -> bool:
    stored = _stored(place, asset)
    if stored is None or stored.size != size:
        return False
    return not asset.file_hash or fingerprint_of(place, asset.name) == asset.file_hash


@transaction.atomic
def _switch(asset: VideoAsset, *, to: str, facts: Facts | None = None, **columns: object) -> bool:
    """Let the row say `to`. False where somebody deleted it meanwhile."""
    row = VideoAsset.objects.select_for_update().filter(pk=asset.pk).first()
    if row is None:
        return False
    row.backend, row.version = to, None
    row.mp4_ready = row.hls_ready = False
    # What plays goes on playing: as it was sent, until Cloudinary has made its MP4.
    row.status, row.error = VideoAsset.Status.READY, ""
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    record_metadata(row, facts or Facts())
    return True


def _place() -> Disk | Bucket:
    return own_place(private_storage(), "videos")


def _stored(place: Disk | Bucket, asset: VideoAsset) -> Stored | None:
    return place.stored_by_name([asset.name]).get(asset.name)
