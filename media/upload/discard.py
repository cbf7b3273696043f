"""Taking away what nobody needs: cancelled and abandoned uploads, files of no video."""

from __future__ import annotations

from ..deletions import delete_asset
from ..models import VideoAsset
from ..storages import private_storage
from .parts import part_of


def discard(asset: VideoAsset) -> None:
    """Delete an asset of no video, row and bytes. Safe to call again.

    Raises `ProtectedError` where a video has it. What Cloudinary does not delete now is remembered.
    """
    if asset.pk and asset.videos.exists():
        asset.delete()  # refused, with the reason
    discard_bytes(asset)
    if asset.pk:
        asset.delete()


def discard_bytes(asset: VideoAsset) -> None:
    if asset.is_remote:
        delete_asset(asset.public_id, resource_type="video", type=asset.delivery)
        return
    part_of(asset).unlink(missing_ok=True)
    if asset.name:
        private_storage().delete(asset.name)
