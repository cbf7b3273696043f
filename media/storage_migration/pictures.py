"""Pictures, of whatever model: their rows say the same on both sides, so none is written."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import FileField

from ..cloud import client
from ..cloud.addresses import address
from ..cloud.exceptions import CloudAwayRefusal, CloudRefusal
from ..deletions import delete_asset
from ..inventory.own_places import Bucket, Disk
from ..inventory.stored import Stored
from ..inventory.stored_columns import picture_column, picture_fields
from ..names import public_id_of
from .fetch import fetch
from .outcome import NotCopiedError, Outcome, Result


def copy_pictures(*, to_cloud: bool, dry_run: bool) -> Iterator[Outcome]:
    """Raises `CloudAwayRefusal` where Cloudinary is out of reach, `OSError` where this side is."""
    for field in picture_fields():
        own_column = picture_column(field, on_disk=True)
        cloud_column = picture_column(field, on_disk=False)
        for batch in own_column.batches():
            stored_in_cloud = cloud_column.place.stored_by_name(expected.name for expected in batch)
            stored_here = own_column.place.stored_by_name(expected.name for expected in batch)
            for expected in batch:
                name = expected.name
                local, remote = stored_here.get(name), stored_in_cloud.get(name)
                copy = Copy(field, name, own_column.place, local, remote)
                yield copy.run(to_cloud=to_cloud, dry_run=dry_run)


class Copy:
    """One picture, and what is known of it on both sides (None: it is not there)."""

    def __init__(
        self,
        field: FileField,
        name: str,
        place: Disk | Bucket,
        local: Stored | None,
        remote: Stored | None,
    ):
        self.field, self.name, self.place = field, name, place
        self.local, self.remote = local, remote

    def run(self, *, to_cloud: bool, dry_run: bool) -> Outcome:
        source, target = (self.local, self.remote) if to_cloud else (self.remote, self.local)
        if target and (source is None or source.size == target.size):
            return Outcome(self.name, Result.PRESENT)
        try:
            if source is None:
                raise NotCopiedError(f"It is neither {self.place.where} nor in Cloudinary.")
            if to_cloud and target:
                raise NotCopiedError("Cloudinary has another picture of this name.")
            if dry_run:
                return Outcome(self.name, Result.PLANNED)
            self._upload() if to_cloud else self._fetch()
        except CloudAwayRefusal:
            raise
        except (NotCopiedError, CloudRefusal) as reason:
            return Outcome(self.name, Result.FAILED, str(reason))
        return Outcome(self.name, Result.COPIED)

    def _upload(self) -> None:
        public_id = public_id_of(self.name)
        with self.place.open(self.name) as file:
            description = client.upload(file, public_id)
        if description["bytes"] != self.local.size:
            if not description.get("existing"):
                delete_asset(public_id)
            raise NotCopiedError("Cloudinary has other bytes than it was given.")
        if not self._has_row():
            delete_asset(public_id)

    def _fetch(self) -> None:
        url = address(public_id_of(self.name))
        fetch(url, self.place, self.name, size=self.remote.size)
        if not self._has_row():
            self.place.remove(self.name)

    def _has_row(self) -> bool:
        """Somebody may have deleted the picture while it was on its way."""
        rows = self.field.model._base_manager.filter(**{self.field.name: self.name})
        return rows.exists()
