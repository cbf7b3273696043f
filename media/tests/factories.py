"""Real files for tests."""

import struct
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Pillow

from media.models import CustomImage, Video, VideoAsset
from media.names import unguessable
from media.storages import private_storage


def box(kind: bytes, content: bytes) -> bytes:
    """A box of an MP4 file."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


def track(handler: bytes = b"vide", codec: bytes = b"avc1", *, head: bytes = b"") -> bytes:
    """A `trak` of pictures, or of sound (`soun`)."""
    entries = box(b"stsd", struct.pack(">II", 0, 1) + box(codec, b""))
    table = box(b"minf", box(b"stbl", entries))
    return box(b"trak", head + box(b"mdia", box(b"hdlr", bytes(8) + handler) + table))


# Enough of an MP4 to pass for one that plays; there is nothing in it.
MP4 = box(b"ftyp", b"mp42") + box(b"moov", track())


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
