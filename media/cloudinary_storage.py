"""Pictures in Cloudinary, as a Django storage."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from .cloud import client
from .cloud.addresses import address
from .cloud.exceptions import CloudMissingRefusal, CloudRefusal
from .deletions import delete_asset
from .names import public_id_of

FORMATS = {"jpeg": "jpg"}


@deconstructible
class CloudinaryStorage(Storage):
    """Stores pictures under the names it is given: random parts keep those apart.

    So it never asks over the network whether a name is free, and nothing here tells whether a
    picture exists. Saving raises `CloudRefusal`; reading `OSError`, as from a disk that fails.
    """

    is_cloudinary = True

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        content.seek(0)
        # As bytes: the SDK would send the name of a file, which may be anything.
        response = client.upload(BytesIO(content.read()), public_id_of(name))
        content.seek(0)
        if response.get("existing"):
            raise CloudRefusal(f"Cloudinary has another picture of the name {name}.")
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        return ContentFile(self._fetched(name), name=name)

    def _fetched(self, name: str) -> bytes:
        try:
            return client.download(address(public_id_of(name)))
        except CloudMissingRefusal as error:
            raise FileNotFoundError(f"Cloudinary has no picture {name}.") from error
        except CloudRefusal as error:
            raise OSError(str(error)) from error

    def delete(self, name: str) -> None:
        """Never fails: what Cloudinary does not delete now is remembered for later."""
        delete_asset(public_id_of(name))

    def size(self, name: str) -> int:
        """In bytes; raises `OSError` where Cloudinary cannot tell."""
        return len(self._fetched(name))

    def url(self, name: str | None) -> str:
        extension = PurePosixPath(name).suffix.removeprefix(".")
        return address(public_id_of(name), extension=FORMATS.get(extension, extension) or None)
