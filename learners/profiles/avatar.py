"""Profile pictures: what is taken, and what is kept of it."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from media.storages import image_storage

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
SIDE = 512
UNREADABLE = _("This is no picture we can read. Use JPEG, PNG or WebP.")


def picture_url(name: str | None) -> str:
    """The address of the picture stored under `name`; empty where there is none."""
    return image_storage().url(name) if name else ""


def square_picture(upload: UploadedFile) -> ContentFile:
    """The middle of the picture as a square WebP of at most 512 pixels, without metadata.

    Encoded anew, so that nothing of the file sent reaches other people but its pixels. Raises
    ValidationError.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("This file is larger than 5 MB. Choose a smaller picture."))
    try:
        # Reads the header alone, so the size is known before any pixel is.
        with Image.open(upload, formats=FORMATS) as image:
            return _encode_webp(_crop_square(image))
    except ValidationError:
        raise
    except Exception as error:
        # Broken files raise whatever they please, deep inside the decoders.
        raise ValidationError(UNREADABLE) from error


def _crop_square(image: Image.Image) -> Image.Image:
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(_("This picture has more than 40 million pixels. Make it smaller."))
    image.draft("RGB", (2 * SIDE, 2 * SIDE))  # lets JPEG decode at a fraction of its size
    image = ImageOps.exif_transpose(image)
    side = min(SIDE, *image.size)
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    return ImageOps.fit(image.convert("RGBA" if has_alpha else "RGB"), (side, side))


def _encode_webp(image: Image.Image) -> ContentFile:
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=85, exif=b"", icc_profile=None)
    return ContentFile(buffer.getvalue(), name="picture.webp")
