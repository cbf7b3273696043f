"""Real files for tests."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Pillow

from media.models import CustomImage, Video, VideoAsset
from media.names import unguessable
from media.storages import private_storage

# Enough of an MP4 to pass for one; there is nothing in it.
MP4 = b"\0\0\0\x18ftypmp42"


def png(width: int, height: int, colour: str = "teal") -> bytes:
    """A PNG of one colour; its size in pixels is its only other property."""
    buffer = BytesIO()
    Pillow.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def image(width: int = 40, height: int = 30, *, name: str = "picture.png", **fields) -> CustomImage:
    content = ContentFile(png(width, height), name=name)
    return CustomImage.objects.create(**{"title": name, "file": content, **fields})


def asset(content: bytes = MP4, *, name: str = "film.mp4", **fields) -> VideoAsset:
    """A file on disk, ready; with `backend="cloudinary"` only what the site knows of one there."""
    name = unguessable("videos", name)
    if fields.get("backend") != VideoAsset.Backend.CLOUDINARY:
        private_storage().save(name, ContentFile(content))
    defaults = {"name": name, "format": "mp4", "size": len(content), "status": "ready"}
    return VideoAsset.objects.create(**{**defaults, **fields})


def video(content: bytes = MP4, **fields) -> Video:
    defaults = {} if "asset" in fields else {"asset": asset(content)}
    return Video.objects.create(**{"title": "Film", **defaults, **fields})
