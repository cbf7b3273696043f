"""Names inside a course folder: always relative to its root, always with forward slashes."""

from posixpath import normpath
from urllib.parse import unquote, urlsplit

from web.normal_form import normal as spelt_alike

from .exceptions import FolderRefusal

MAX_PATH = 255
MAX_DEPTH = 20


class OutsideFolderRefusal(FolderRefusal):
    """A path that leaves the course folder."""


def checked(path: str, *, file: str = "", line: int | None = None) -> str:
    """`path` in its normal form, its letters too. Raises for what must not be opened at all."""
    path = spelt_alike(path)

    def refuse(problem: str, kind: type[FolderRefusal] = FolderRefusal) -> FolderRefusal:
        return kind(problem, file=file, line=line)

    if any(ord(character) < 32 or ord(character) == 127 for character in path):
        raise refuse("a path holds a control character")
    if "\\" in path:
        raise refuse(f"the path “{path}” has a backslash; write it with forward slashes")
    if path.startswith("/") or path[1:2] == ":":
        raise refuse(f"the path “{path}” is absolute; it must start inside the course folder")
    normal = normpath(path)
    if normal == ".." or normal.startswith("../"):
        raise refuse(f"the path “{path}” leaves the course folder", OutsideFolderRefusal)
    if len(path) > MAX_PATH or normal.count("/") >= MAX_DEPTH:
        raise refuse(f"the path “{path[:60]}…” is too long or too deep")
    return normal


def beside(base: str, reference: str) -> list[str]:
    """Where `reference`, written in the file `base`, may point: beside it, then from the root.

    A leading slash means the folder's root, as it does on the site the course was written for.
    """
    path = unquote(urlsplit(reference).path)
    if path.startswith("/"):
        return [path.lstrip("/")]
    folder = base.rpartition("/")[0]
    return list(dict.fromkeys([f"{folder}/{path}" if folder else path, path]))
