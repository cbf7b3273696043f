"""Elements of a WebM file (RFC 8794 for their encoding, RFC 9559 for their names)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

SEGMENT, INFO, TRACKS, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TIMESTAMP_SCALE, DURATION = 0x2AD7B1, 0x4489
TRACK_ENTRY, TRACK_TYPE, VIDEO, PIXEL_WIDTH, PIXEL_HEIGHT = 0xAE, 0x83, 0xE0, 0xB0, 0xBA
NANOSECONDS = 1_000_000_000
# A file of more elements than this on one level is made to keep us busy.
MOST = 1000


@dataclass(frozen=True)
class Contents:
    is_whole: bool
    has_pictures: bool = False


def contents(file: BinaryIO) -> Contents:
    """A recording whose length nobody wrote down is whole as it is."""
    size = file.seek(0, 2)
    for kind, start, end in _elements(file, 0, size, clipped=False):
        if kind == SEGMENT:
            return Contents(end <= size, _has_pictures(file, start, min(end, size)))
    return Contents(is_whole=False)


def _has_pictures(file: BinaryIO, start: int, end: int) -> bool:
    for element, first, last in _elements(file, start, end):
        if element == TRACKS:
            tracks = [span for kind, *span in _elements(file, first, last) if kind == TRACK_ENTRY]
            return any(_shows_pictures(file, *span) for span in tracks)
        if element == CLUSTER:
            return False
    return False


def _shows_pictures(file: BinaryIO, start: int, end: int) -> bool:
    fields = {kind: span for kind, *span in _elements(file, start, end)}
    return VIDEO in fields or (TRACK_TYPE in fields and _unsigned(file, *fields[TRACK_TYPE]) == 1)


def read(file: BinaryIO) -> tuple[float | None, int | None, int | None]:
    """Duration in seconds, width and height of the first picture track."""
    size = file.seek(0, 2)
    seconds = width = height = None
    for kind, start, end in _elements(file, 0, size):
        if kind != SEGMENT:
            continue
        for element, first, last in _elements(file, start, end):
            if element == CLUSTER:  # the pictures themselves: all that is told stands before them
                break
            if element == INFO:
                seconds = _seconds(file, first, last)
            if element == TRACKS and not width:
                width, height = _pixels(file, first, last)
    return seconds, width, height


def _seconds(file: BinaryIO, start: int, end: int) -> float | None:
    scale, ticks = 1_000_000, None
    for kind, first, last in _elements(file, start, end):
        if kind == TIMESTAMP_SCALE:
            scale = _unsigned(file, first, last)
        if kind == DURATION:
            file.seek(first)
            ticks = struct.unpack(">f" if last - first == 4 else ">d", file.read(last - first))[0]
    return ticks * scale / NANOSECONDS if ticks is not None else None


def _pixels(file: BinaryIO, start: int, end: int) -> tuple[int | None, int | None]:
    for kind, first, last in _elements(file, start, end):
        if kind == TRACK_ENTRY:
            for element, *span in _elements(file, first, last):
                if element == VIDEO:
                    spans = {field: position for field, *position in _elements(file, *span)}
                    if PIXEL_WIDTH in spans and PIXEL_HEIGHT in spans:
                        sizes = (spans[PIXEL_WIDTH], spans[PIXEL_HEIGHT])
                        return tuple(_unsigned(file, *position) for position in sizes)
    return None, None


def _elements(
    file: BinaryIO, start: int, end: int, *, clipped: bool = True
) -> Iterator[tuple[int, int, int]]:
    """Id, beginning and end of the contents of each element between `start` and `end`; where it is
    not `clipped`, the end it says it has."""
    for _number in range(MOST):
        if start >= end:
            return
        file.seek(start)
        kind, length = _number_of(file, keep_marker=True), _number_of(file, keep_marker=False)
        first = file.tell()
        # One still being written says no length: it goes on to the end.
        declared_end = end if length is None else first + length
        start = min(declared_end, end)
        yield kind, first, start if clipped else declared_end


def _number_of(file: BinaryIO, *, keep_marker: bool) -> int | None:
    """A number whose first byte says by its leading zeros how long it is; None for all ones."""
    first = file.read(1)
    if not first or not first[0]:
        raise EOFError
    length = 9 - first[0].bit_length()
    value = int.from_bytes(first + file.read(length - 1), "big")
    if keep_marker:
        return value
    value &= (1 << 7 * length) - 1
    return None if value == (1 << 7 * length) - 1 else value


def _unsigned(file: BinaryIO, start: int, end: int) -> int:
    file.seek(start)
    return int.from_bytes(file.read(min(end - start, 8)), "big")
