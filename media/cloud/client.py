"""Calls to Cloudinary: each signed for the site's account, with a timeout and words for failures.

Every function raises a `CloudRefusal` for whatever goes wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import cloudinary
import urllib3
from cloudinary import api, uploader
from cloudinary import exceptions as sdk
from cloudinary.api_client.execute_request import EXCEPTION_CODES

from .account import account
from .exceptions import CloudMissingRefusal, refusal

# Assets in one page of a listing, and bytes of a download in one piece.
PAGE, PIECE = 500, 64 * 1024
_http = urllib3.PoolManager(**cloudinary.CERT_KWARGS)


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    # For a status it does not know the SDK raises a bare Exception.
    except (sdk.Error, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise refusal(error) from error
    except Exception as error:
        if type(error) is not Exception:
            raise
        raise refusal(error) from error


def upload(file: BinaryIO, public_id: str, *, resource_type: str = "image", **options) -> dict:
    """Store `file` under `public_id`, never over another. Returns Cloudinary's description."""
    with _translated_errors():
        return uploader.upload(
            file,
            **account().options,
            public_id=public_id,
            resource_type=resource_type,
            overwrite=False,
            **options,
        )


def upload_in_parts(file: BinaryIO, public_id: str, **options) -> dict:
    """The same for a video, in parts small enough for any account. Closes `file`."""
    with _translated_errors():
        return uploader.upload_large(
            file,
            **account().options,
            public_id=public_id,
            resource_type="video",
            overwrite=False,
            **options,
        )


def destroy(public_id: str, *, resource_type: str = "image", type: str = "upload") -> bool:
    """Delete an asset with all that was derived from it. False if there was none."""
    with _translated_errors():
        response = uploader.destroy(
            public_id, **account().options, resource_type=resource_type, type=type, invalidate=True
        )
    return response.get("result") == "ok"


def describe(public_id: str, *, resource_type: str = "image", type: str = "upload") -> dict | None:
    """What Cloudinary knows of an asset, or None where it has no such asset."""
    try:
        with _translated_errors():
            return api.resource(
                public_id, **account().options, resource_type=resource_type, type=type
            )
    except CloudMissingRefusal:
        return None


def describe_all(public_ids: list[str], *, resource_type: str, type: str) -> list[dict]:
    """What Cloudinary knows of up to a hundred assets: nothing of those it does not have."""
    if not public_ids:
        return []
    with _translated_errors():
        description = api.resources_by_ids(
            public_ids,
            **account().options,
            resource_type=resource_type,
            type=type,
        )
        return description["resources"]


def listing(prefix: str, *, resource_type: str, type: str) -> Iterator[dict]:
    """All assets whose public id begins with `prefix`: one call for each 500."""
    filters = {"prefix": prefix, "resource_type": resource_type, "type": type}
    cursor: dict = {}
    while True:
        with _translated_errors():
            description = api.resources(**account().options, **filters, **cursor, max_results=PAGE)
            assets = description["resources"]
        yield from assets
        if "next_cursor" not in description:
            return
        cursor = {"next_cursor": description["next_cursor"]}


def ping() -> None:
    """Whether the account answers to its key and secret: a `CloudRefusal` says why not."""
    with _translated_errors():
        api.ping(**account().options)


def download(url: str) -> bytes:
    """What is delivered at `url`, in one try.

    Raises `CloudMissingRefusal` where there is nothing.
    """
    return b"".join(pieces(url))


def pieces(url: str) -> Iterator[bytes]:
    """The same, 64 KB at a time: it may be a video."""
    with _translated_errors():
        response = _http.request(
            "GET", url, timeout=account().timeout, retries=False, preload_content=False
        )
        try:
            if response.status != 200:
                raise EXCEPTION_CODES.get(response.status, sdk.GeneralError)("Not delivered")
            yield from response.stream(PIECE)
        finally:
            response.close()
