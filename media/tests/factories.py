"""Real files for tests."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Pillow

from media.models import CustomImage


def png(width: int, height: int, colour: str = "teal") -> bytes:
    """A PNG of one colour; its size in pixels is its only other property."""
    buffer = BytesIO()
    Pillow.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def image(width: int = 40, height: int = 30, *, name: str = "picture.png", **fields) -> CustomImage:
    content = ContentFile(png(width, height), name=name)
    return CustomImage.objects.create(**{"title": name, "file": content, **fields})
