from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from . import mp4, webm
from .kinds import HEAD, kind_of

# What a column holds; a broken file may say anything.
MOST = 2**31
READERS = {"mp4": mp4.read, "webm": webm.read}


@dataclass(frozen=True)
class Measures:
    """Whole seconds, at least one, and pixels as shown. None where the file does not say."""

    duration: int | None = None
    width: int | None = None
    height: int | None = None


def measure(file: BinaryIO) -> Measures:
    """Of an MP4 or WebM file. Reads a few hundred bytes, and nothing is known of a broken one."""
    file.seek(0)
    read = READERS.get(kind_of(file.read(HEAD)) or "")
    try:
        seconds, width, height = read(file) if read else (None, None, None)
    except (struct.error, ValueError, OverflowError, EOFError):
        return Measures()
    return Measures(_whole(seconds), _whole(width), _whole(height))


def _whole(number: float | None) -> int | None:
    return max(round(number), 1) if number and 0 < number < MOST else None
