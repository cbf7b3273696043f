"""Boxes of an MP4 file (ISO/IEC 14496-12, sections 4.2, 8.2.2, 8.3.2, 8.4.3 and 8.5.2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

# Bytes behind the last box that mean nothing, and boxes of a file written in fragments.
TRAILING, MOST_MOVING = 64, 100_000
# A file of more boxes than this on one level is made to keep us busy.
MOST = 1000
# Codecs that browsers play, HEVC in some of them only.
PLAYED = {
    *("avc1", "avc2", "avc3", "avc4", "av01", "vp08", "vp09"),
    *("hvc1", "hev1", "dvh1", "dvhe", "dva1", "dvav"),
}


@dataclass(frozen=True)
class Contents:
    """What kinds of tracks there are (`vide`, `soun`, …), and the codecs of the pictures."""

    is_whole: bool
    handlers: frozenset[str] = frozenset()
    codecs: frozenset[str] = frozenset()


def contents(file: BinaryIO) -> Contents:
    """`is_whole` is whether its boxes end where the file does, the table of its contents among
    them."""
    size = file.seek(0, 2)
    moov = next(_boxes(file, 0, size, b"moov"), None)
    if moov is None or not _ends_with_a_box(file, size):
        return Contents(is_whole=False)
    handlers, codecs = set(), set()
    for track in _boxes(file, *moov, b"trak"):
        for media in _boxes(file, *track, b"mdia"):
            kinds = {_four(file, start + 8) for start, _end in _boxes(file, *media, b"hdlr")}
            handlers |= kinds
            if "vide" in kinds:
                codecs |= {*_codecs(file, *media)}
    return Contents(True, frozenset(handlers), frozenset(codecs))


def _codecs(file: BinaryIO, start: int, end: int) -> Iterator[str]:
    for minf in _boxes(file, start, end, b"minf"):
        for stbl in _boxes(file, *minf, b"stbl"):
            for entries, _end in _boxes(file, *stbl, b"stsd"):
                yield _four(file, entries + 12)


def _ends_with_a_box(file: BinaryIO, size: int) -> bool:
    start = 0
    for _number in range(MOST_MOVING):
        if start == size:
            return True
        length = _box_length(file, start) if size - start >= 8 else 1
        if length == 0:  # the last, of the length that is left
            return True
        if length < 8 or start + length > size:
            # Some programs leave a stray word behind the last box.
            return size - start < TRAILING
        start += length
    return True


def _box_length(file: BinaryIO, start: int) -> int:
    file.seek(start)
    length = struct.unpack(">I", file.read(4))[0]
    if length == 1:
        file.seek(start + 8)
        length = struct.unpack(">Q", file.read(8))[0]
    return length


def _four(file: BinaryIO, place: int) -> str:
    file.seek(place)
    return file.read(4).decode("latin-1")


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
