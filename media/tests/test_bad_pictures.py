"""What is no picture is refused in words, before anything is stored or sent."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest

from media.models import CustomImage

from .admin_pages import add, add_in_chooser, add_multiple, errors, upload
from .factories import png

pytestmark = pytest.mark.django_db

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
NO_IMAGE = (
    "Upload a valid image. The file you uploaded was either not an image or a corrupted image."
)
NOT_SUPPORTED = (
    "Not a supported image format. Supported formats: AVIF, GIF, HEIC, HEIF, JFIF, JPE, JPG, JPEG, "
    "PNG, WEBP."
)


def zipped() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    return buffer.getvalue()


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few hundred bytes that says it has 2.5 thousand million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


CASES = {
    "11 MB": (
        "large.png",
        png(10, 10) + bytes(11 * 1024 * 1024),
        "This file is too big (11.0\xa0MB). Maximum filesize 10.0\xa0MB.",
    ),
    "bomb": (
        "bomb.png",
        bomb(),
        "This file has too many pixels (more than can be read). Maximum pixels 40000000.",
    ),
    "41 megapixels": (
        "wide.png",
        bomb(41_000, 1_000),
        "This file has too many pixels (41000000). Maximum pixels 40000000.",
    ),
    "torn": ("torn.png", bomb(100, 100), NO_IMAGE),
    "cut off": ("cut.png", png(400, 400)[:200], NO_IMAGE),
    "zip": ("zip.png", zipped(), NO_IMAGE),
    "text": ("text.png", b"Dear diary", NO_IMAGE),
    "empty": ("empty.png", b"", "The submitted file is empty."),
    "svg": ("drawing.svg", SVG, NOT_SUPPORTED),
    "svg named png": (
        "drawing.png",
        SVG,
        "Not a valid .png image. The extension does not match the file format (svg)",
    ),
    "torn heic": ("a.heic", b"\0\0\0\x18ftypheic" + bytes(50), NO_IMAGE),
}


@pytest.fixture(params=CASES, ids=str)
def bad_file(request):
    name, content, message = CASES[request.param]
    return upload(content, name), message


def test_bad_file_is_refused_with_a_reason(admin, picture_storage, bad_file, request):
    file, message = bad_file
    response = add(admin, file)
    assert (response.status_code, errors(response)) == (200, {"file": [message]})
    assert 'value="A bench"' in response.content.decode()
    assert CustomImage.objects.count() == 0
    if picture_storage == "cloudinary":
        assert request.getfixturevalue("cloudinary").log == []


def test_bad_file_in_the_chooser_is_refused_with_a_reason(admin, bad_file):
    file, message = bad_file
    assert message in add_in_chooser(admin, file).json()["htmlFragment"]


def test_bad_file_among_several_is_refused_with_a_reason(admin, bad_file):
    file, message = bad_file
    assert add_multiple(admin, file).json()["error_message"] == message
