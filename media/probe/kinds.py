"""Kinds of files by their first bytes, whatever their names say."""

# How many bytes tell the kind.
HEAD = 64
# What else is kept in the boxes of an MP4, by its first brand.
PICTURES = {b"avif", b"avis", b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


def kind_of(head: bytes) -> str | None:
    """`mp4` or `webm` for a file that begins with `head`, None for everything else."""
    if head[4:8] == b"ftyp" and head[8:12] not in PICTURES:
        return "mp4"
    # Matroska has the same first bytes, and plays nowhere.
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:HEAD]:
        return "webm"
    return None
