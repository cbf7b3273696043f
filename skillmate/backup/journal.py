"""What a restore is about to place, written down first: a later one can take it back."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "placed.json"


@dataclass(frozen=True)
class Placed:
    """Files and new folders by their paths below the folder, parents first; for which database."""

    database: str
    files: list[str]
    folders: list[str]


def write(directory: Path, placed: Placed) -> None:
    """Wholly, and on the disk, before anything is placed."""
    unfinished = directory / f"{NAME}.new"
    with unfinished.open("w") as file:
        json.dump(asdict(placed), file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(directory / NAME)


def read(directory: Path) -> Placed | None:
    """None: nothing was placed, or all of it is where it is to stay."""
    try:
        return Placed(**json.loads((directory / NAME).read_text()))
    except FileNotFoundError:
        return None


def remove(directory: Path) -> None:
    (directory / NAME).unlink(missing_ok=True)
