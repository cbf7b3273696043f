from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    get_rendition_upload_to,
    get_upload_to,
)
from wagtail_cloudinary_image.abstract import AbstractCloudinaryImage, AbstractCloudinaryRendition

from ..names import unguessable
from ..storages import image_storage


class CustomImage(AbstractCloudinaryImage):
    """A picture, wherever its bytes live.

    The base class ignores most filters and crashes on `{% picture %}`; on disk its rendition
    methods give way to Wagtail's own.
    """

    file = WagtailImageField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
        storage=image_storage,
    )

    class Meta(AbstractCloudinaryImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        return unguessable("original_images", filename)

    get_rendition = AbstractImage.get_rendition


class CustomRendition(AbstractCloudinaryRendition):
    file = WagtailImageField(
        upload_to=get_rendition_upload_to,
        storage=image_storage,
        width_field="width",
        height_field="height",
    )
    image = models.ForeignKey(CustomImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta(AbstractCloudinaryRendition.Meta):
        verbose_name = _("rendition")

    url = AbstractRendition.url
