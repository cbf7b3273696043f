"""Kinds of files by their first bytes, whatever their names say."""

from pathlib import PurePath

# How many bytes tell the kind.
HEAD = 64


def kind_of(head: bytes) -> str | None:
    """`mp4` or `webm` for a file that begins with `head`, None for everything else."""
    if head[4:8] == b"ftyp":
        return "mp4"
    # Matroska has the same first bytes, and plays nowhere.
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:HEAD]:
        return "webm"
    return None


def is_video(head: bytes, filename: str) -> bool:
    """Whether the beginning of a file is what the extension in its name promises."""
    return kind_of(head) == PurePath(filename).suffix.lower().removeprefix(".")
