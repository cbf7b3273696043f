"""The form field of a picture's file."""

from __future__ import annotations

import warnings
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import UnidentifiedImageError
from wagtail.images.fields import WagtailImageField

from ..picture_formats import as_shown


class PictureFormField(WagtailImageField):
    """Wagtail's, which decodes a picture to count its pixels, and trips over a torn one.

    Pixels are counted by what the file says of itself, before anything is decoded. `change` says in
    a sentence what is not kept as it was sent.
    """

    change = ""

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        # What decoders raise over a torn file is as various as decoders are.
        try:
            if data:
                self._check_pixels(data)
                data = self._shown(data)
            return super().to_python(data)
        except ValidationError:
            raise
        except (OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
            code = "invalid_image"
            raise ValidationError(self.error_messages[code], code=code) from error

    def _shown(self, data: UploadedFile) -> UploadedFile:
        """Named by its bytes and in a format that is shown, if its name is that of a picture."""
        extension = PurePath(data.name).suffix.lower().removeprefix(".")
        if extension not in self.allowed_image_extensions or data.size > self.max_upload_size:
            return data
        picture = as_shown(data, data.name)
        self.change = picture.change
        if picture.data is not None:
            return SimpleUploadedFile(picture.name, picture.data, "image/jpeg")
        data.name = picture.name
        return data

    def _check_pixels(self, data: UploadedFile) -> None:
        pixels = _pixels(data)
        if pixels is None or pixels > self.max_image_pixels:
            number = _("more than can be read") if pixels is None else pixels
            raise ValidationError(
                self.error_messages["file_too_many_pixels"]
                % {"num_pixels": number, "max_pixels_count": self.max_image_pixels},
                code="file_too_many_pixels",
            )


def _pixels(data: UploadedFile) -> int | None:
    """How many pixels a file claims: 0 if it is no picture, None for a decompression bomb."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            width, height = Pillow.open(data).size
    except Pillow.DecompressionBombError:
        return None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return 0
    finally:
        data.seek(0)
    return width * height
