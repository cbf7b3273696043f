"""Stored names that nobody can guess and no file system chokes on."""

from pathlib import PurePath, PurePosixPath

from django.utils.crypto import get_random_string
from django.utils.text import slugify


def unguessable(folder: str, filename: str) -> str:
    """`folder/stem-<12 random characters>.ext`, at most 100 characters, always ASCII.

    The random part keeps a draft's picture from being found by its title, and makes asking the
    storage whether a name is free unnecessary.
    """
    path = PurePath(filename)
    stem = slugify(path.stem)[:50] or "file"
    suffix = path.suffix.lower()[:10]
    return f"{folder}/{stem}-{get_random_string(12)}{suffix}"


def new_token() -> str:
    """Names an upload in addresses: as hard to guess as a session."""
    return get_random_string(32)


def public_id_of(name: str) -> str:
    """Cloudinary's name of a stored file: without its extension, which is a format there."""
    return str(PurePosixPath(name).with_suffix(""))
