"""Deleting from Cloudinary, at once or when it can be reached again."""

from __future__ import annotations

from .cloud import client
from .cloud.exceptions import CloudAwayRefusal, CloudRefusal


def delete_asset(public_id: str, *, resource_type: str = "image", type: str = "upload") -> bool:
    """Delete an asset, or remember to. Whether it is gone now; never raises `CloudRefusal`."""
    asset = {"public_id": public_id, "resource_type": resource_type, "type": type}
    try:
        _destroy(asset)
    except CloudRefusal:
        remember_deletion(**asset)
        return False
    return True


def remember_deletion(public_id: str, *, resource_type: str, type: str) -> None:
    from .models import PendingDeletion  # noqa: PLC0415  (models load the storage, which deletes)

    PendingDeletion.objects.get_or_create(
        public_id=public_id, resource_type=resource_type, type=type
    )


def retry_deletions() -> tuple[int, int]:
    """Delete what was remembered: how many assets are gone now, and how many still wait.

    Stops where Cloudinary is away: each further call would wait for it as long as the first.
    """
    from .models import PendingDeletion  # noqa: PLC0415  (models load the storage, which deletes)

    deleted_count = 0
    deletions = PendingDeletion.objects.order_by("pk").values("public_id", "resource_type", "type")
    for asset in deletions.iterator():
        try:
            _destroy(asset)
            deleted_count += 1
        except CloudAwayRefusal:
            break
        except CloudRefusal:
            continue
    return deleted_count, PendingDeletion.objects.count()


def _destroy(asset: dict) -> None:
    from .models import PendingDeletion  # noqa: PLC0415  (models load the storage, which deletes)

    client.destroy(**asset)
    PendingDeletion.objects.filter(**asset).delete()
