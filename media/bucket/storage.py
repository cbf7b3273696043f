"""Files in a bucket of S3, or of what speaks its protocol, as Django storages."""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import BinaryIO

import urllib3
from botocore.config import Config
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from .errors import READ_ONLY, translated_errors
from .reader import Piece, open_pieces

logger = logging.getLogger(__name__)

# Names with twelve random characters (`media.names`), and what is made of such a file.
UNIQUE = re.compile(r"-[A-Za-z0-9]{12}\.")
IMMUTABLE = "public, max-age=31536000, immutable"


def client_config(addressing_style: str) -> Config:
    """Nobody waits for minutes; and nothing is asked that only Amazon's own servers know."""
    return Config(
        s3={"addressing_style": addressing_style},
        signature_version="s3v4",
        connect_timeout=5,
        read_timeout=30,
        retries={"total_max_attempts": 3, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


class BucketFile(File):
    """One that is read from where it is, in parts. Knows its size and when it was stored."""

    def __init__(self, file: object, name: str, size: int, modified: datetime) -> None:
        super().__init__(file, name)
        self._size, self.modified = size, modified

    @property
    def size(self) -> int:
        return self._size


class BucketStorage(S3Storage):
    """Stores private files below `location`. `url()` gives a signed address that expires.

    Reading and asking raise `OSError`, `FileNotFoundError` among them.
    """

    is_bucket = True

    def __init__(self, **options) -> None:
        style = options.get("addressing_style", "path")
        super().__init__(**{"client_config": client_config(style), **options})
        # One connection for all threads: its client may be shared, and to make one takes a tenth of
        # a second and some megabytes.
        self._connections = SimpleNamespace()

    def __setstate__(self, state: dict) -> None:
        super().__setstate__(state)
        self._connections = SimpleNamespace()

    def get_default_settings(self) -> dict:
        return {**super().get_default_settings(), "file_overwrite": False}

    @property
    def client(self):
        return self.connection.meta.client

    def key(self, name: str) -> str:
        """Of a file in the bucket."""
        return self._normalize_name(name)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Never asks over the network whether a name is free: random characters see to that."""
        if UNIQUE.search(name):
            return name
        folder, file_name = posixpath.split(name)
        root, extension = posixpath.splitext(file_name)
        room = (max_length or 255) - len(folder) - len(extension) - 9
        return posixpath.join(folder, self.get_alternative_name(root[:room], extension))

    def _save(self, name: str, content: File) -> str:
        with translated_errors(READ_ONLY):
            return super()._save(name, content)

    def put(self, name: str, file: BinaryIO) -> None:
        """Store `file` under just this name, over what is there."""
        key = self.key(name)
        with translated_errors(READ_ONLY):
            self.client.upload_fileobj(file, self.bucket_name, key, self.write_parameters(key))

    def is_public(self, name: str) -> bool:
        """Whether the bucket gives the file to who has no key."""
        url = super().url(name).partition("?")[0]
        with translated_errors():
            response = urllib3.request(
                "GET", url, headers={"Range": "bytes=0-0"}, retries=False, timeout=10
            )
            return response.status in (200, 206)

    def ping(self) -> None:
        """Raises `OSError` where the bucket does not answer to the site's key."""
        with translated_errors():
            self.client.head_bucket(Bucket=self.bucket_name)

    def write_parameters(self, key: str) -> dict:
        """What an object is told of itself, by its name."""
        return self._get_write_parameters(key)

    def _open(self, name: str, mode: str = "rb") -> File:
        with translated_errors():
            head = self.client.head_object(Bucket=self.bucket_name, Key=self.key(name))
        size = head["ContentLength"]
        file = open_pieces(self.client, self.bucket_name, [Piece(self.key(name), size)])
        return BucketFile(file, name, size, head["LastModified"])

    def delete(self, name: str) -> None:
        """Never fails: what stays is a file no row knows, which `media_cleanup --orphans` takes."""
        try:
            with translated_errors():
                super().delete(name)
        except OSError:
            logger.warning("Not deleted from the bucket: %s", name, exc_info=True)

    def exists(self, name: str) -> bool:
        with translated_errors():
            return super().exists(name)

    def size(self, name: str) -> int:
        with translated_errors():
            return super().size(name)

    def get_modified_time(self, name: str) -> datetime:
        with translated_errors():
            return super().get_modified_time(name)

    def listing(self, folder: str) -> Iterator[dict]:
        """Every file below `folder`, as S3 describes it: a thousand a call."""
        prefix = f"{self.key(folder)}/"
        pages = self.client.get_paginator("list_objects_v2")
        with translated_errors():
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix):
                yield from page.get("Contents", ())

    def name_of(self, key: str) -> str:
        return key.removeprefix(f"{self.location}/")


class PublicBucketStorage(BucketStorage):
    """Pictures: below `images/` they are for everybody who has the address, for ever.

    Their address is `public_url`, where a server or a CDN has this folder of the bucket; where that
    is empty, the site hands them out itself.
    """

    def get_default_settings(self) -> dict:
        return {**super().get_default_settings(), "public_url": ""}

    def get_object_parameters(self, name: str) -> dict:
        is_public = name.startswith((f"{self.location}/images/", "images/"))
        return {"CacheControl": IMMUTABLE} if is_public else {}

    def url(self, name: str, *_arguments: object, **_options: object) -> str:
        root = f"{self.public_url}/" if self.public_url else settings.MEDIA_URL
        return root + filepath_to_uri(name)
