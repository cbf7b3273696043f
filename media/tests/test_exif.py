"""Nobody who sees a picture learns where it was taken."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from media.models import CustomImage

pytestmark = pytest.mark.django_db

SECRET = "at home in 12 Elm Street"
XMP = f"<x:xmpmeta><dc:description>{SECRET}</dc:description></x:xmpmeta>".encode()
SIDEWAYS = 6
SHOWN = ["width-20", "original", "fill-20x20|format-jpeg", "width-20|format-webp"]
SHOWN += ["width-20|format-avif", "width-20|format-png", "max-10x10|format-gif"]


def exif() -> Pillow.Exif:
    data = Pillow.Exif()
    data[0x010E], data[0x0112] = SECRET, SIDEWAYS
    data.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 29: SECRET})
    return data


def photograph(kind: str) -> bytes:
    buffer, image = BytesIO(), Pillow.new("RGB", (60, 40), "teal")
    options = {"xmp": XMP, "comment": SECRET}
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Description", SECRET)
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {"pnginfo": text}
    image.save(buffer, kind, exif=exif(), **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hides_behind_a_picture_is_not_shown(client, kind):
    buffer = BytesIO()
    Pillow.new("RGB", (40, 40), "teal").save(buffer, kind)
    file = ContentFile(buffer.getvalue() + b"<script>alert(1)</script>", name=f"a.{kind.lower()}")
    photo = CustomImage.objects.create(title="Photo", file=file)
    for spec in ("width-20", "original"):
        response = client.get(photo.get_rendition(spec).url)
        assert response["Content-Type"] in {"image/jpeg", "image/png", "image/webp"}
        assert response["X-Content-Type-Options"] == "nosniff"
        assert b"<script" not in b"".join(response.streaming_content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_rendition_holds_nothing_but_the_picture(kind):
    content = photograph(kind)
    assert content.count(SECRET.encode()) > 1
    file = ContentFile(content, name=f"photo.{kind.lower()}")
    photo = CustomImage.objects.create(title="Photo", file=file)
    for spec in SHOWN:
        with photo.get_rendition(spec).file.open() as rendition_file:
            data = rendition_file.read()
        assert (spec, SECRET.encode() in data) == (spec, False)
        image = Pillow.open(BytesIO(data))
        assert (spec, dict(image.getexif())) == (spec, {})
        assert image.height >= image.width  # it stands upright
