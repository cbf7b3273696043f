from copy import copy
from functools import lru_cache

from django.db import models
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    ImageQuerySet,
    WagtailImageField,
    get_rendition_upload_to,
    get_upload_to,
)
from wagtail_cloudinary_image.abstract import AbstractCloudinaryImage, AbstractCloudinaryRendition

from web.page_cache.fragments import leave_out

from ..cloud.addresses import address
from ..cloud.transformations import transformation
from ..names import public_id_of, unguessable
from ..rendition_policy import missing_renditions
from ..storages import image_storage, rendition_storage
from .fields import PictureField

# Shown in place of a picture that is about to be made.
STAND_IN = "img/picture-soon.svg"


class PictureQuerySet(ImageQuerySet):
    def prefetch_renditions(self, *filters: Filter | str) -> "PictureQuerySet":
        """In Cloudinary there is nothing to fetch: a rendition is an address."""
        if image_storage().is_cloudinary:
            return self
        return super().prefetch_renditions(*filters)


def renditions_through(lookup: str, *specs: str) -> list[models.Prefetch]:
    """What `prefetch_renditions()` does, for pictures that are joined: `lookup` leads to them.

    `specs` as tags spell them, their parts in the same order.
    """
    if image_storage().is_cloudinary:
        return []
    renditions = CustomRendition.objects.filter(filter_spec__in=specs)
    return [models.Prefetch(f"{lookup}__renditions", renditions, to_attr="prefetched_renditions")]


@lru_cache(maxsize=100)
def _read_filter(spec: str) -> Filter:
    """Read once: tags bring a new one for each picture, and to read its operations takes as long
    as all else about the picture."""
    return Filter(spec)


class CustomImage(AbstractCloudinaryImage):
    """A picture, wherever its bytes live.

    On disk its renditions are Wagtail's own: files with rows. In Cloudinary they are addresses,
    and cost neither a query nor a request. Where the file is decides, never a setting.
    """

    file = PictureField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
        storage=image_storage,
    )

    objects = PictureQuerySet.as_manager()

    class Meta(AbstractCloudinaryImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def is_remote(self) -> bool:
        return self.file.storage.is_cloudinary

    @property
    def default_alt_text(self) -> str:
        """What pages take over where a picture is chosen. Not its title, as Wagtail has it: that is
        mostly the name of a file, and nobody would notice that a description is missing."""
        return self.description

    def get_upload_to(self, filename: str) -> str:
        return unguessable("original_images", filename)

    def get_rendition(self, filter: Filter | str) -> "CustomRendition":
        if isinstance(filter, Filter | str):
            return next(iter(self.get_renditions(filter).values()))
        # The base class ignores most filters, and has renditions without files.
        return AbstractImage.get_rendition(self, filter)

    def find_existing_renditions(self, *filters: Filter) -> dict[Filter, "CustomRendition"]:
        if self.is_remote:
            return self.create_renditions(*filters)
        filters = [_read_filter(filter.spec) for filter in filters]
        renditions = super().find_existing_renditions(*filters)
        missing = [filter for filter in filters if filter not in renditions]
        if missing and self._get_prefetched_renditions() is not None:
            renditions |= self._made_since_prefetched(missing)
        return renditions

    def _made_since_prefetched(self, filters: list[Filter]) -> dict[Filter, "CustomRendition"]:
        """Pictures that are kept for many requests were fetched before the worker made these."""
        picture = copy(self)
        vars(picture).pop("prefetched_renditions", None)
        picture._prefetched_objects_cache = {}
        renditions = AbstractImage.find_existing_renditions(picture, *filters)
        for rendition in renditions.values():
            rendition.image = self
            self._add_to_prefetched_renditions(rendition)
        return renditions

    def _add_to_prefetched_renditions(self, rendition: "CustomRendition") -> None:
        """Wagtail adds whatever it shows, and a kept picture would show its stand-in for ever."""
        if not rendition.is_stand_in:
            super()._add_to_prefetched_renditions(rendition)

    def create_rendition(self, filter: Filter) -> "CustomRendition":
        return (
            self._remote_rendition(filter) if self.is_remote else super().create_rendition(filter)
        )

    def create_renditions(self, *filters: Filter) -> dict[Filter, "CustomRendition"]:
        if self.is_remote:
            return {filter: self._remote_rendition(filter) for filter in filters}
        missing = missing_renditions()
        if missing is not None:
            missing += [(self.pk, filter.spec) for filter in filters]
            if filters:
                leave_out()
            return {filter: self._stand_in(filter) for filter in filters}
        return super().create_renditions(*filters)

    def _remote_rendition(self, filter: Filter) -> "CustomRendition":
        steps, size = transformation(filter, self)
        return self._unsaved_rendition(filter, address(public_id_of(self.file.name), steps), size)

    def _stand_in(self, filter: Filter) -> "CustomRendition":
        """Of the size of what the worker is about to make."""
        _steps, size = transformation(filter, self)
        return self._unsaved_rendition(filter, static(STAND_IN), size, is_stand_in=True)

    def _unsaved_rendition(
        self, filter: Filter, address: str, size: tuple[int, int], *, is_stand_in: bool = False
    ) -> "CustomRendition":
        rendition = CustomRendition(
            image=self,
            filter_spec=filter.spec,
            focal_point_key=filter.get_cache_key(self),
            width=size[0],
            height=size[1],
        )
        rendition.address = address
        rendition.is_stand_in = is_stand_in
        # What Wagtail asks before it writes renditions to the cache: there is no work to be saved.
        rendition._from_cache = True
        return rendition


class CustomRendition(AbstractCloudinaryRendition):
    """A picture made from another. In Cloudinary, and until the worker has made it, it is never
    saved, and all it has is `address`."""

    # Always on this site's disk, where rows made before a move to Cloudinary still find it.
    file = WagtailImageField(
        upload_to=get_rendition_upload_to,
        storage=rendition_storage,
        width_field="width",
        height_field="height",
    )
    image = models.ForeignKey(CustomImage, related_name="renditions", on_delete=models.CASCADE)

    address = ""
    # Not for who keeps what they get, such as a social site.
    is_stand_in = False

    class Meta(AbstractCloudinaryRendition.Meta):
        verbose_name = _("rendition")

    def __setstate__(self, state: dict) -> None:
        """Wagtail writes what it read from the cache back to it at each view, unless told."""
        super().__setstate__(state)
        self._from_cache = True

    @property
    def url(self) -> str:
        return self.address or AbstractRendition.url.fget(self)
