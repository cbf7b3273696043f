"""Parts of uploads in a bucket: each an object of its own, named by its first byte.

So it does not matter which machine of several a part comes to, and nothing is locked: who sends a
part twice stores the same bytes under the same name.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from django.core.files import File
from django.db import transaction

from ..bucket.errors import translated_errors
from ..bucket.reader import Piece, open_pieces
from ..models import VideoAsset
from ..storages import private_storage

if TYPE_CHECKING:
    from ..bucket.storage import BucketStorage

# S3 joins objects by itself, but the last only if each has as many bytes.
LEAST = 5 * 1024 * 1024
AT_ONCE = 8


def received_bytes(asset: VideoAsset) -> int:
    """Up to the first gap."""
    return sum(piece.size for piece in _pieces(asset))


@contextmanager
def open_part(asset: VideoAsset, first: int) -> Iterator[BinaryIO]:
    """A file for the bytes from `first` on: what is in it is stored, unless there was an error."""
    with TemporaryFile() as file:
        yield file
        if file.tell():
            file.seek(0)
            _storage().put(f"{_folder(asset)}/{first:018d}", file)


def open_whole(asset: VideoAsset) -> AbstractContextManager[BinaryIO]:
    storage = _storage()
    return closing(open_pieces(storage.client, storage.bucket_name, _pieces(asset)))


def assemble(asset: VideoAsset) -> None:
    """The whole under its own name, beside the parts. Safe to call again."""
    pieces = _pieces(asset)
    storage = _storage()
    if any(piece.size < LEAST for piece in pieces[:-1]):
        with open_whole(asset) as file:
            storage.save(asset.name, File(file, asset.name))
        return
    with translated_errors():
        _join(storage, pieces, storage.key(asset.name))


def forget_parts(asset: VideoAsset) -> None:
    storage = _storage()
    for part in [*storage.listing(_folder(asset))]:
        storage.delete(storage.name_of(part["Key"]))


def forget_parts_on_commit(asset: VideoAsset) -> None:
    """They stay as long as nobody knows that the whole is there."""
    transaction.on_commit(lambda: forget_parts(asset))


def last_modified(asset: VideoAsset) -> datetime | None:
    times = [part["LastModified"] for part in _storage().listing(_folder(asset))]
    return max(times, default=None)


def _storage() -> BucketStorage:
    return private_storage()


def _folder(asset: VideoAsset) -> str:
    return f"uploads/{asset.token}"


def _pieces(asset: VideoAsset) -> list[Piece]:
    """In their order, which S3 lists them in; what comes after a gap is left out."""
    pieces, end = [], 0
    for part in _storage().listing(_folder(asset)):
        if int(part["Key"].rpartition("/")[2]) != end:
            break
        pieces.append(Piece(part["Key"], part["Size"]))
        end += part["Size"]
    return pieces


def _join(storage: BucketStorage, pieces: list[Piece], key: str) -> None:
    client, where = storage.client, {"Bucket": storage.bucket_name, "Key": key}
    parameters = storage.write_parameters(key)
    where["UploadId"] = client.create_multipart_upload(**where, **parameters)["UploadId"]

    def copy(number: int) -> dict:
        source = {"Bucket": storage.bucket_name, "Key": pieces[number - 1].key}
        response = client.upload_part_copy(**where, PartNumber=number, CopySource=source)
        return {"ETag": response["CopyPartResult"]["ETag"], "PartNumber": number}

    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            copies = list(pool.map(copy, range(1, len(pieces) + 1)))
        client.complete_multipart_upload(**where, MultipartUpload={"Parts": copies})
    except BaseException:
        client.abort_multipart_upload(**where)
        raise
