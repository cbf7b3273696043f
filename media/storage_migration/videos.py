"""Videos: each has a row that says where it is, changed when its copy is known to be whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from ..cloud import client
from ..cloud.exceptions import CloudAwayRefusal, CloudRefusal
from ..deletions import delete_asset
from ..models import VideoAsset
from ..storages import private_storage
from ..upload import cloudinary_videos
from ..upload.asset_metadata import Facts, record_metadata
from .fetch import fetch, fingerprint_of
from .outcome import NotCopiedError, Outcome, Result

LOCAL, CLOUD = VideoAsset.Backend.LOCAL, VideoAsset.Backend.CLOUDINARY


def copy_videos(*, to_cloud: bool, dry_run: bool) -> Iterator[Outcome]:
    """Raises `CloudAwayRefusal` where Cloudinary is out of reach, `OSError` where the disk is.

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
        _to_cloud(asset) if to_cloud else _to_disk(asset)
    except CloudAwayRefusal:
        raise
    except (NotCopiedError, CloudRefusal) as reason:
        return Outcome(asset.name, Result.FAILED, str(reason))
    return Outcome(asset.name, Result.COPIED)


def _to_cloud(asset: VideoAsset) -> None:
    path = _path(asset)
    if not path.is_file():
        raise NotCopiedError("Its file is not on this disk.")
    kind = {"resource_type": "video", "type": asset.delivery}
    description = client.describe(asset.public_id, **kind)
    is_new = description is None
    if is_new:
        options = cloudinary_videos.upload_options(asset)
        description = client.upload_in_parts(path.open("rb"), asset.public_id, **options)
    if description["bytes"] != path.stat().st_size:
        if is_new:
            delete_asset(asset.public_id, **kind)
        raise NotCopiedError("Cloudinary has other bytes of this name than it was given.")
    if not _switch(asset, to=CLOUD, facts=_location_facts(description)):
        delete_asset(asset.public_id, **kind)


def _location_facts(description: dict) -> Facts:
    """What depends on where a video is: its length and size are what they were."""
    facts = Facts.of_description(description)
    return Facts(version=facts.version, mp4_ready=facts.mp4_ready, hls_ready=facts.hls_ready)


def _to_disk(asset: VideoAsset) -> None:
    path = _path(asset)
    description = client.describe(asset.public_id, resource_type="video", type=asset.delivery)
    size = description["bytes"] if description else asset.size
    if not _is_on_disk(path, size, asset.file_hash):
        if description is None:
            raise NotCopiedError("Cloudinary no longer has it, and neither has this disk.")
        url = cloudinary_videos.original_url(asset)
        asset.file_hash = fetch(url, path, size=size, fingerprint=asset.file_hash)
    if not _switch(asset, to=LOCAL, file_hash=asset.file_hash or fingerprint_of(path), size=size):
        path.unlink(missing_ok=True)


def _is_on_disk(path: Path, size: int | None, fingerprint: str) -> bool:
    if not path.is_file() or path.stat().st_size != size:
        return False
    return not fingerprint or fingerprint_of(path) == fingerprint


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


def _path(asset: VideoAsset) -> Path:
    return Path(private_storage().path(asset.name))
