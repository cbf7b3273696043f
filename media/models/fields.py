"""The file of a picture: measured as it is shown, and only when it has just been brought."""

from __future__ import annotations

from django.core.files.base import File
from django.db import models
from PIL import ExifTags
from PIL import Image as Pillow
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

# EXIF orientations from here on lie on their side.
TURNED = 5


class PictureFile(WagtailImageFieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Stores `content`, and keeps it: to be hashed it need not come back over the network."""
        super().save(name, content, save=False)
        if self.storage.is_cloudinary:
            getattr(self.instance, self.field.attname).file = content
        if save:
            self.instance.save()

    @property
    def size(self) -> int:
        return self.file.size if self._is_at_hand else super().size

    @property
    def _is_at_hand(self) -> bool:
        return getattr(self, "_file", None) is not None

    def get_image_dimensions(self) -> tuple[int, int]:
        """Width and height of the picture turned upright, in pixels; Wagtail's are of the file."""
        was_closed = self.closed
        try:
            self.open()
            picture = Pillow.open(self)
            width, height = picture.size
            is_turned = picture.getexif().get(ExifTags.Base.Orientation, 1) >= TURNED
            return (height, width) if is_turned else (width, height)
        finally:
            self.close() if was_closed else self.seek(0)


class PictureField(WagtailImageField):
    """Does not measure a stored file again: its row knows its size.

    Whoever puts another stored name in its place has to bring width and height too.
    """

    attr_class = PictureFile

    def update_dimension_fields(
        self, instance: models.Model, force: bool = False, *args: object, **kwargs: object
    ) -> None:
        file = getattr(instance, self.attname, None)
        if file and file._committed and self._is_measured(instance):
            return
        super().update_dimension_fields(instance, force, *args, **kwargs)

    def _is_measured(self, instance: models.Model) -> bool:
        return bool(getattr(instance, self.width_field) and getattr(instance, self.height_field))
