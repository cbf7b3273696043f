"""What the stand-in can tell of a file: whether it is one at all, its size and its length."""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image, ImageOps

FORMATS = {"JPEG": "jpg"}


class NotMedia(Exception):
    """Cloudinary cannot make sense of the file."""


def measured(content: bytes, resource_type: str) -> dict:
    """`format`, and where known `width`, `height` (as shown, not as stored) and `duration`."""
    if resource_type == "raw":
        return {"format": ""}
    return _image(content) if resource_type == "image" else _video(content)


def _image(content: bytes) -> dict:
    try:
        picture = Image.open(BytesIO(content))
        width, height = ImageOps.exif_transpose(picture).size
    except Exception as error:
        raise NotMedia("Invalid image file") from error
    kind = picture.format or ""
    return {"format": FORMATS.get(kind, kind.lower()), "width": width, "height": height}


def _video(content: bytes) -> dict:
    if content[:4] == b"\x1aE\xdf\xa3":
        return {"format": "webm"}
    if content[4:8] != b"ftyp":
        raise NotMedia("Invalid video file")
    return {"format": "mp4", **_movie(content)}


def _movie(content: bytes) -> dict:
    """From the boxes `mvhd` (version 0) and `tkhd` of an MP4; empty where it has none."""
    facts = {}
    offset = content.find(b"mvhd")
    if offset > 0 and len(content) >= offset + 24:
        scale, length = struct.unpack(">II", content[offset + 16 : offset + 24])
        facts["duration"] = length / scale if scale else 0.0
    offset = content.find(b"tkhd")
    while 0 < offset <= len(content) - 88 and "width" not in facts:
        width, height = (
            size >> 16 for size in struct.unpack(">II", content[offset + 80 : offset + 88])
        )
        if width and height:  # a sound track has neither
            facts |= {"width": width, "height": height}
        offset = content.find(b"tkhd", offset + 4)
    return facts
