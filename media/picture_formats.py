"""Pictures by what their bytes are, not by what their names say, in formats that browsers show."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

import willow.plugins.pillow  # noqa: F401  (teaches Pillow to read HEIC)
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps

# Pillow's names, and what files of each are called. MPO is a JPEG with a second picture behind it.
EXTENSIONS = {
    "AVIF": (".avif",),
    "GIF": (".gif",),
    "JPEG": (".jpg", ".jpeg"),
    "MPO": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "WEBP": (".webp",),
}
# Phones write it, and of the browsers one alone shows it.
CONVERTED = "HEIF"
QUALITY = 90


@dataclass(frozen=True)
class ShownPicture:
    """`data` is None where the bytes stay as they are; `change` says in a sentence what is not as
    it was sent, empty where all is."""

    name: str
    data: bytes | None = None
    change: str = ""


def as_shown(file: BinaryIO, name: str) -> ShownPicture:
    """What becomes of a picture called `name`. What is none stays as it is.

    Raises what Pillow raises over a torn one.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
        file.seek(0)
        try:
            picture = Pillow.open(file)
        except Pillow.UnidentifiedImageError:
            return ShownPicture(name)
        finally:
            file.seek(0)
        if picture.format == CONVERTED:
            change = _("“%s” was converted from HEIC to JPEG, which every browser shows.")
            jpeg = _as_jpeg(picture)
            file.seek(0)
            return ShownPicture(_renamed(name, ".jpg"), jpeg, change % name)
    return _named_by_format(name, picture.format or "")


def _named_by_format(name: str, format: str) -> ShownPicture:
    extensions = EXTENSIONS.get(format)
    suffix = PurePosixPath(name).suffix.lower()
    if not extensions or suffix in extensions:
        return ShownPicture(name)
    new_name = _renamed(name, extensions[0])
    if suffix in {".jfif", ".jpe"} and format in {"JPEG", "MPO"}:
        return ShownPicture(new_name)
    change = _("“%(name)s” is a %(format)s picture, whatever its name says, and is kept as one.")
    return ShownPicture(new_name, change=change % {"name": name, "format": format})


def _renamed(name: str, extension: str) -> str:
    return f"{PurePosixPath(name).stem}{extension}"


def _as_jpeg(picture: Pillow.Image) -> bytes:
    """Upright, with its colours, and without what the phone wrote of place and time."""
    buffer = BytesIO()
    profile = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture).convert("RGB")
    picture.info = {}
    picture.save(buffer, "JPEG", quality=QUALITY, icc_profile=profile)
    return buffer.getvalue()
