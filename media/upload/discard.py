"""Taking away what nobody needs: cancelled and abandoned uploads, files of no video."""

from __future__ import annotations

from django.db import transaction

from ..deletions import delete_asset, remember_deletion
from ..models import VideoAsset
from ..storages import private_storage
from .parts import forget_parts


def discard(asset: VideoAsset) -> None:
    """Delete an asset of no video, row and bytes. Safe to call again.

    Raises `ProtectedError` where a video has it. What Cloudinary does not delete now is remembered.
    """
    if asset.pk and asset.videos.exists():
        asset.delete()  # refused, with the reason
    discard_bytes(asset)
    if asset.pk:
        asset.delete()


def forget(asset: VideoAsset) -> bool:
    """The same where nobody waits: `media.deletions.retry_deletions` sees to Cloudinary's part.

    The row goes first, so that no video takes up what is being deleted. False where one has it by
    now, or it is gone already.
    """
    with transaction.atomic():
        row = VideoAsset.objects.select_for_update().filter(pk=asset.pk).first()
        if row is None or row.videos.exists():
            return False
        if row.is_remote:
            remember_deletion(row.public_id, resource_type="video", type=row.delivery)
        row.delete()
    if not asset.is_remote:
        discard_bytes(asset)
    return True


def discard_bytes(asset: VideoAsset) -> None:
    if asset.is_remote:
        delete_asset(asset.public_id, resource_type="video", type=asset.delivery)
        return
    forget_parts(asset)
    if asset.name:
        private_storage().delete(asset.name)
