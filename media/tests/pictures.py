"""Pictures whose every pixel tells where it came from."""

from __future__ import annotations

from io import BytesIO
from urllib.request import Request, urlopen

from django.core.files.base import ContentFile, File
from PIL import ExifTags, ImageChops, ImageStat
from PIL import Image as Pillow
from wagtail.images.models import Filter

from media.models import CustomImage

# Of the picture as a camera stores it.
WIDTH, HEIGHT = 320, 200
FOCUS = {
    "focal_point_x": 60,
    "focal_point_y": 150,
    "focal_point_width": 40,
    "focal_point_height": 40,
}


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


def stored_image(content: bytes, name: str = "gradient.jpg", **fields) -> CustomImage:
    file = ContentFile(content, name=name)
    return CustomImage.objects.create(title="Gradient", file=file, **fields)


def wagtails(image: CustomImage, content: bytes, spec: str) -> Pillow.Image:
    """What Wagtail makes of the file itself."""
    buffer = BytesIO()
    Filter(spec).run(image, buffer, source=File(BytesIO(content), name="gradient.jpg"))
    return Pillow.open(buffer)


def delivered(image: CustomImage, spec: str, accept: str = "*/*") -> Pillow.Image:
    url = image.get_rendition(spec).url
    with urlopen(Request(url, headers={"Accept": accept})) as response:
        return Pillow.open(BytesIO(response.read()))


def difference(one: Pillow.Image, other: Pillow.Image) -> float:
    """The mean over the pixels of the colour that is furthest off, of 255."""
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(difference).mean)
