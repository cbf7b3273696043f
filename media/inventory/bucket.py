"""Files in a bucket of S3."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from ..storages import StorageAlias
from .stored import Stored

if TYPE_CHECKING:
    from ..bucket.storage import BucketFile


# Pictures as pages show them: whoever has the address may have them.
PUBLIC = "images/"


@dataclass(frozen=True)
class Bucket:
    """A folder of a storage in a bucket. `format_of` tells files by their content.

    Every method but `remove` raises an `OSError` where the bucket cannot be asked.
    """

    storage: StorageAlias
    folder: str
    format_of: Callable[[BinaryIO], str | None] | None = None

    where = "in the bucket"
    is_remote = False

    @property
    def location(self) -> tuple[str, ...]:
        storage = self.storage
        return ("bucket", storage.bucket_name, *storage.key(self.folder).split("/"))

    def stored_by_name(self, names: Iterable[str]) -> dict[str, Stored]:
        """Those of `names` that are there: a call for each, two where its format is told."""
        stored_files = {name: self._look_up(name) for name in names}
        return {name: stored for name, stored in stored_files.items() if stored}

    def listing(self) -> Iterator[Stored]:
        """Every file below the folder, in the order of their names."""
        for description in self.storage.listing(self.folder):
            name = self.storage.name_of(description["Key"])
            yield Stored(name, description["Size"], None, description["LastModified"])

    def remove(self, name: str) -> bool:
        self.storage.delete(name)
        return True

    def open(self, name: str) -> BinaryIO:
        return self.storage.open(name)

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A file that is `name` once the block has ended without an error."""
        with TemporaryFile() as file:
            yield file
            file.seek(0)
            self.storage.put(name, file)

    def hands_out(self, name: str) -> bool:
        """Whether anybody gets this file who asks the bucket, though it is not for everybody."""
        if name.startswith(PUBLIC):
            return False
        return self.storage.is_public(name)

    def _look_up(self, name: str) -> Stored | None:
        try:
            file: BucketFile = self.storage.open(name)
        except FileNotFoundError:
            return None
        with file:
            format = self.format_of(file) if self.format_of else None
            return Stored(name, file.size, format, file.modified)
