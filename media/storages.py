"""Storages by name, resolved when first used and again when settings change.

A model field given `storages["images"]` would freeze the storage of the moment its class was
made; with these aliases the mode is a property of the storage, not of models or migrations.
"""

from django.core.files.storage import Storage, storages
from django.core.signals import setting_changed
from django.utils.functional import LazyObject, empty


class StorageAlias(LazyObject):
    """The storage that `STORAGES[alias]` names at the time of use."""

    alias: str

    def _setup(self) -> None:
        self._wrapped = storages[self.alias]

    @property
    def is_cloudinary(self) -> bool:
        """Whether files become assets in Cloudinary, which transforms pictures by itself."""
        return self._has("is_cloudinary")

    @property
    def is_bucket(self) -> bool:
        """Whether files are objects in a bucket of S3: they have no path."""
        return self._has("is_bucket")

    def _has(self, trait: str) -> bool:
        if self._wrapped is empty:
            self._setup()
        return getattr(self._wrapped, trait, False)


class ImageStorage(StorageAlias):
    alias = "images"


class RenditionStorage(StorageAlias):
    alias = "default"


class PrivateStorage(StorageAlias):
    alias = "private"


_images = ImageStorage()
_renditions = RenditionStorage()
_private = PrivateStorage()


def image_storage() -> Storage:
    """Where images live."""
    return _images


def rendition_storage() -> Storage:
    """Where the renditions live that this site makes itself: those of images on its disk."""
    return _renditions


def private_storage() -> Storage:
    """Where files live that are only handed out after an access check."""
    return _private


def _forget_storages(*, setting: str, **kwargs: object) -> None:
    if setting in {"STORAGES", "MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "CLOUDINARY_ACCOUNT"}:
        for alias in (_images, _renditions, _private):
            alias._wrapped = empty


setting_changed.connect(_forget_storages)
