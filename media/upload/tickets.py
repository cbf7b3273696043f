"""What the browser is told about its upload."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from ..models import VideoAsset
from . import cloudinary_videos
from .parts import received_bytes


def ticket(asset: VideoAsset) -> dict:
    """Where to send the chunks of `asset`, how large, and with which fields.

    With fields a chunk is the `file` of a form that has them; without any it is the bare body.
    """
    return {
        "token": asset.token,
        "url": cloudinary_videos.upload_url() if asset.is_remote else _own_url(asset),
        "fields": cloudinary_videos.upload_fields(asset) if asset.is_remote else {},
        "chunk_size": settings.VIDEO_CHUNK_SIZE,
    }


def upload_status(asset: VideoAsset) -> dict:
    """How far an upload is. `received` is None where only the browser knows, as in the cloud."""
    byte_count = None if asset.is_remote else received_bytes(asset)
    return {
        "token": asset.token,
        "status": asset.status,
        "error": asset.error,
        "change": asset.change,
        "size": asset.size,
        "received": asset.size if asset.is_whole else byte_count,
    }


def _own_url(asset: VideoAsset) -> str:
    return reverse("media:upload_chunk", args=[asset.token])
