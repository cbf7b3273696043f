from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    COPIED = "copied"
    PLANNED = "would be copied"
    PRESENT = "there already"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """What became of one file. `message` says why it failed."""

    name: str
    result: Result
    message: str = ""


class NotCopiedError(Exception):
    """Why one file was not copied, while others may be. The message is for the operator."""
