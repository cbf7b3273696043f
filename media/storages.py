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


class ImageStorage(StorageAlias):
    alias = "images"


class PrivateStorage(StorageAlias):
    alias = "private"


_images = ImageStorage()
_private = PrivateStorage()


def image_storage() -> Storage:
    """Where images and their renditions live."""
    return _images


def private_storage() -> Storage:
    """Where files live that are only handed out after an access check."""
    return _private


def _forget_storages(*, setting: str, **kwargs: object) -> None:
    if setting in {"STORAGES", "MEDIA_ROOT", "PRIVATE_MEDIA_ROOT"}:
        _images._wrapped = _private._wrapped = empty


setting_changed.connect(_forget_storages)
