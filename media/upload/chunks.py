"""Chunks on their way to the disk or the bucket, 64 KB at a time whatever their size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from .. import probe
from ..models import VideoAsset
from ..probe.kinds import HEAD
from . import parts
from .discard import discard
from .exceptions import (
    IncompleteRefusal,
    NoRoomRefusal,
    TooLargeRefusal,
    UploadRefusal,
    WrongKindRefusal,
)

PIECE = 64 * 1024
RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")


@dataclass(frozen=True)
class Span:
    """Where a chunk belongs: first byte, number of bytes, and bytes of the whole file."""

    first: int
    length: int
    total: int

    @classmethod
    def parse(cls, header: str) -> Span:
        """From a `Content-Range` header. Raises `UploadRefusal` for what is none."""
        match = RANGE.fullmatch(header.strip())
        first, last, total = map(int, match.groups()) if match else (0, -1, 0)
        if not first <= last < total:
            raise UploadRefusal(_("The browser sent a part without saying which. Try again."))
        return cls(first, last + 1 - first, total)


def receive(asset: VideoAsset, stream: BinaryIO, span: Span) -> int:
    """Add a chunk to an upload of its own; how many bytes are there afterwards.

    A chunk that is there already is passed over. Raises an `UploadRefusal`: `IncompleteRefusal`
    with what there is for a gap or a cut connection. What came in before the cut is kept.
    """
    _check(asset, span)
    try:
        with parts.open_part(asset) as (file, received):
            _append(asset, file, stream, span, received)
    except parts.InUseError as error:
        message = _("This part is still coming in. Wait a moment.")
        raise IncompleteRefusal(message, received=parts.received_bytes(asset)) from error
    except OSError as error:
        raise NoRoomRefusal(
            _("The server could not store this part. Try again in a while.")
        ) from error
    received = parts.received_bytes(asset)
    if received < span.first + span.length:
        message = _("The connection broke. Go on from where it did.")
        raise IncompleteRefusal(message, received=received)
    return received


def _check(asset: VideoAsset, span: Span) -> None:
    if asset.status != VideoAsset.Status.UPLOADING or asset.is_remote:
        raise IncompleteRefusal(_("This upload is finished."), received=asset.size)
    if span.total != asset.size:
        raise UploadRefusal(_("This is another file than the one you began to upload."))
    if span.length > settings.VIDEO_CHUNK_SIZE:
        raise TooLargeRefusal(_("This part is too large. Reload the page and try again."))


def _append(asset: VideoAsset, file: BinaryIO, stream: BinaryIO, span: Span, received: int) -> None:
    if span.first > received:
        raise IncompleteRefusal(_("A part before this one is missing."), received=received)
    if not _skip(stream, received - span.first):
        return
    remaining = span.first + span.length - received
    if received == 0:
        head_length = min(HEAD, remaining)
        head = _read_exactly(stream, head_length)
        if len(head) < head_length:
            return  # cut off before it could tell its kind
        _check_kind(asset, head)
        remaining -= file.write(head)
    while remaining > 0 and (piece := _read(stream, min(PIECE, remaining))):
        remaining -= file.write(piece)


def _skip(stream: BinaryIO, number: int) -> bool:
    """Whether `number` bytes could be read from the stream and dropped."""
    while number > 0 and (piece := _read(stream, min(PIECE, number))):
        number -= len(piece)
    return number <= 0


def _read_exactly(stream: BinaryIO, number: int) -> bytes:
    data = b""
    while len(data) < number and (piece := _read(stream, number - len(data))):
        data += piece
    return data


def _read(stream: BinaryIO, number: int) -> bytes:
    """As `stream.read()`; nothing more comes from a connection that broke."""
    try:
        return stream.read(number)
    except OSError:
        return b""


def _check_kind(asset: VideoAsset, head: bytes) -> None:
    if not probe.kind_of(head):
        discard(asset)
        raise WrongKindRefusal(
            _("This is no .%s video, whatever its name says. Export it as MP4 (H.264).")
            % asset.format
        )
