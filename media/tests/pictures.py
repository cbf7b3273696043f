"""Pictures whose every pixel tells where it came from."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import ExifTags
from PIL import Image as Pillow

from media.models import CustomImage

# Of the picture as a camera stores it.
WIDTH, HEIGHT = 320, 200


def gradient(kind: str = "JPEG", *, orientation: int = 1, alpha: bool = False) -> bytes:
    """A picture that grows red to the right and green downwards, turned by EXIF."""
    across = Pillow.linear_gradient("L").rotate(90).resize((WIDTH, HEIGHT))
    down = Pillow.linear_gradient("L").resize((WIDTH, HEIGHT))
    bands = [across, down, Pillow.new("L", (WIDTH, HEIGHT), 90)]
    picture = Pillow.merge("RGBA", [*bands, across]) if alpha else Pillow.merge("RGB", bands)
    exif = Pillow.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    buffer = BytesIO()
    picture.save(buffer, kind, exif=exif, quality=95)
    return buffer.getvalue()


def stored(content: bytes, name: str = "gradient.jpg", **fields) -> CustomImage:
    file = ContentFile(content, name=name)
    return CustomImage.objects.create(title="Gradient", file=file, **fields)
