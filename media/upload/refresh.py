"""Asking again: webhooks get lost, and files came in before anyone measured them."""

from __future__ import annotations

from ..cloud import client
from ..models import VideoAsset
from ..storages import private_storage
from .facts import Facts, learn


def refresh(asset: VideoAsset) -> VideoAsset:
    """Bring an asset up to date with what its storage knows of it. Safe to call again.

    An upload under way is left alone. Raises a `CloudRefused`, or `FileNotFoundError` where the
    file is gone from the disk.
    """
    if asset.status == VideoAsset.Status.UPLOADING:
        return asset
    facts = described(asset) if asset.is_remote else _measured(asset)
    return learn(asset, facts) if facts else asset


def described(asset: VideoAsset) -> Facts | None:
    """What Cloudinary says of an asset, or None where it has no such thing."""
    said = client.describe(asset.public_id, resource_type="video", type=asset.delivery)
    return None if said is None else Facts.of_description(said)


def _measured(asset: VideoAsset) -> Facts:
    with private_storage().open(asset.name) as file:
        return Facts.of_file(file, asset.format)
