"""Deleting from Cloudinary, at once or when it can be reached again."""

from __future__ import annotations

from .cloud import client
from .cloud.refusals import CloudRefused


def delete_asset(public_id: str, *, resource_type: str = "image", type: str = "upload") -> bool:
    """Delete an asset, or remember to. Whether it is gone now; never raises `CloudRefused`."""
    from .models import PendingDeletion

    asset = {"public_id": public_id, "resource_type": resource_type, "type": type}
    try:
        client.destroy(**asset)
    except CloudRefused:
        PendingDeletion.objects.get_or_create(**asset)
        return False
    PendingDeletion.objects.filter(**asset).delete()
    return True


def retry_deletions() -> tuple[int, int]:
    """Delete what was remembered: how many assets are gone now, and how many still wait."""
    from .models import PendingDeletion

    waiting = list(PendingDeletion.objects.values("public_id", "resource_type", "type"))
    gone = [asset for asset in waiting if delete_asset(**asset)]
    return len(gone), len(waiting) - len(gone)
