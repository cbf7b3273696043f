"""Asking again: webhooks get lost, and files came in before anyone measured them."""

from __future__ import annotations

from collections.abc import Iterator

from ..cloud import client
from ..cloud.exceptions import CloudAwayRefusal, CloudRefusal
from ..models import VideoAsset
from ..storages import private_storage
from .asset_metadata import Facts, record_metadata


def refresh(asset: VideoAsset) -> VideoAsset:
    """Bring an asset up to date with what its storage knows of it. Safe to call again.

    An upload under way is left alone. Raises a `CloudRefusal`, or `FileNotFoundError` where the
    file is gone from the disk.
    """
    if asset.status == VideoAsset.Status.UPLOADING:
        return asset
    facts = cloudinary_facts(asset) if asset.is_remote else _measured(asset)
    return record_metadata(asset, facts) if facts else asset


def refresh_unsettled(*, most: int | None = None) -> Iterator[tuple[VideoAsset, str]]:
    """Refresh all that may have news, or the newest `most`: each, and what went wrong with it.

    Stops where Cloudinary is away.
    """
    assets = VideoAsset.objects.unsettled().order_by("-created_at", "-pk")
    for pk in list(assets.values_list("pk", flat=True)[:most]):
        if asset := VideoAsset.objects.filter(pk=pk).first():
            try:
                yield refresh(asset), ""
            except CloudAwayRefusal as refusal:
                yield asset, str(refusal)
                return
            except (CloudRefusal, OSError) as refusal:
                yield asset, str(refusal)


def cloudinary_facts(asset: VideoAsset) -> Facts | None:
    """What Cloudinary says of an asset, or None where it has no such thing."""
    description = client.describe(asset.public_id, resource_type="video", type=asset.delivery)
    return None if description is None else Facts.of_description(description)


def _measured(asset: VideoAsset) -> Facts:
    with private_storage().open(asset.name) as file:
        return Facts.of_file(file, asset.format)
