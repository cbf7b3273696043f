"""Boxes of an MP4 file (ISO/IEC 14496-12, sections 4.2, 8.2.2 and 8.3.2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

# A file of more boxes than this on one level is made to keep us busy.
MOST = 1000


def read(file: BinaryIO) -> tuple[float | None, int | None, int | None]:
    """Duration in seconds, width and height as shown of the first picture track."""
    size = file.seek(0, 2)
    seconds = width = height = None
    for start, end in _boxes(file, 0, size, b"moov"):
        for inner, _end in _boxes(file, start, end, b"mvhd"):
            seconds = _seconds(file, inner)
        for track, track_end in _boxes(file, start, end, b"trak"):
            for inner, _end in _boxes(file, track, track_end, b"tkhd"):
                if not width:
                    width, height = _pixels(file, inner)
    return seconds, width, height


def _boxes(file: BinaryIO, start: int, end: int, kind: bytes) -> Iterator[tuple[int, int]]:
    """Where the contents of the boxes of one kind begin and end, between `start` and `end`."""
    for _number in range(MOST):
        if end - start < 8:
            return
        file.seek(start)
        size, box_kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:
            size, header = struct.unpack(">Q", file.read(8))[0], 16
        # 0 is a box that goes on to the end.
        after = start + size if size else end
        if size and size < header or after > end:
            return
        if box_kind == kind:
            yield start + header, after
        start = after


def _seconds(file: BinaryIO, start: int) -> float | None:
    file.seek(start)
    is_long = file.read(1) == b"\x01"
    file.seek(start + (20 if is_long else 12))
    layout = ">IQ" if is_long else ">II"
    timescale, duration = struct.unpack(layout, file.read(struct.calcsize(layout)))
    return duration / timescale if timescale else None


def _pixels(file: BinaryIO, start: int) -> tuple[int, int]:
    file.seek(start)
    is_long = file.read(1) == b"\x01"
    file.seek(start + (52 if is_long else 40))
    a, _b, _u, _c, d, _v, _x, _y, _w, width, height = struct.unpack(">9i2I", file.read(44))
    width, height = width >> 16, height >> 16
    # Turned by a quarter, as phones write what is filmed upright.
    return (height, width) if a == d == 0 else (width, height)
