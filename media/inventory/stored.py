from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ALIASES = {"jpeg": "jpg", "mpo": "jpg"}


@dataclass(frozen=True)
class Stored:
    """A file as it is found. `size` in bytes; `format` as by its content, None where unknown.

    `name` is as rows have it; of a file in Cloudinary that no row led to it is the public id.
    """

    name: str
    size: int
    format: str | None
    modified: datetime


def plain(format: str | None) -> str | None:
    """One word for each format: `jpeg` is `jpg`."""
    return ALIASES.get(format, format) if format else None
