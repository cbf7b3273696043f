"""Reading from a bucket without having the file: only what is read comes over the network.

A video of gigabytes is measured by a few hundred bytes, and sought in by whoever watches it.
"""

from __future__ import annotations

import errno
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from .errors import translated_errors

if TYPE_CHECKING:
    from botocore.client import BaseClient

BUFFER = 64 * 1024


@dataclass(frozen=True)
class Piece:
    """A part of what is read: an object of the bucket."""

    key: str
    size: int


def open_pieces(client: BaseClient, bucket: str, pieces: Iterable[Piece]) -> BinaryIO:
    """The objects one after the other, as one file."""
    return io.BufferedReader(_PiecesReader(client, bucket, list(pieces)), BUFFER)


class _PiecesReader(io.RawIOBase):
    def __init__(self, client: BaseClient, bucket: str, pieces: list[Piece]) -> None:
        self._client, self._bucket, self._pieces = client, bucket, pieces
        self._size = sum(piece.size for piece in pieces)
        self._position = 0
        # What is open, and where in the whole it goes on.
        self._stream, self._stream_position = None, -1

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise OSError(errno.EINVAL, "Before the beginning of the file")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: bytearray) -> int:
        if self._position >= self._size:
            return 0
        with translated_errors():
            if self._stream is None or self._stream_position != self._position:
                self._open_stream()
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        self._stream_position = self._position
        if self._at_a_seam():
            self._close_stream()
        return len(data)

    def close(self) -> None:
        self._close_stream()
        super().close()

    def _open_stream(self) -> None:
        """From the position to the end of the piece it is in."""
        self._close_stream()
        piece, offset = self._piece_at(self._position)
        where = {"Bucket": self._bucket, "Key": piece.key}
        response = self._client.get_object(**where, Range=f"bytes={offset}-")
        self._stream, self._stream_position = response["Body"], self._position

    def _piece_at(self, position: int) -> tuple[Piece, int]:
        for piece in self._pieces:
            if position < piece.size:
                return piece, position
            position -= piece.size
        raise OSError(errno.EINVAL, "Past the end of the file")

    def _at_a_seam(self) -> bool:
        end = 0
        for piece in self._pieces:
            end += piece.size
            if end >= self._position:
                break
        return end == self._position

    def _close_stream(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream, self._stream_position = None, -1
