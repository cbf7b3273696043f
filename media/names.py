"""Stored names that nobody can guess and no file system chokes on, and names that people gave."""

import re
from pathlib import PurePath, PurePosixPath

from django.utils.crypto import get_random_string
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

from web.normal_form import normal

# In a name as people get it: marks that turn the direction of what follows would hide what kind
# of file it is, and the others mean something to a file system or a header.
UNWANTED = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
# Bytes of a file people keep, without its extension: most systems take 255.
LONGEST = 200


def unguessable(folder: str, filename: str) -> str:
    """`folder/stem-<12 random characters>.ext`, at most 100 characters, always ASCII.

    The random part keeps a draft's picture from being found by its title, and makes asking the
    storage whether a name is free unnecessary.
    """
    path = PurePath(filename)
    suffix = slugify(path.suffix)[:9]
    return f"{folder}/{readable(path.stem, 50)}-{get_random_string(12)}.{suffix}".rstrip(".")


def readable(stem: str, most: int) -> str:
    """`stem` in at most that many letters of ASCII: `otchet` for `отчёт`."""
    return slugify(string_to_ascii(stem))[:most].strip("-_") or "file"


def download_name(filename: str) -> str:
    """The name an author gave a file, in the letters they wrote it with, safe for whoever saves it.

    Letters that a Mac sends apart from their accents are put together.
    """
    path = PurePath(UNWANTED.sub("_", normal(PurePath(filename).name)))
    stem = "".join("'" if '"' in string_to_ascii(char) else char for char in path.stem)
    stem = stem.strip(" .").encode()[:LONGEST].decode(errors="ignore")
    return f"{stem or 'file'}{path.suffix[:10]}"


def new_token() -> str:
    """Names an upload in addresses: as hard to guess as a session."""
    return get_random_string(32)


def public_id_of(name: str) -> str:
    """Cloudinary's name of a stored file: without its extension, which is a format there."""
    return str(PurePosixPath(name).with_suffix(""))
