"""Files in Cloudinary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ..cloud import client
from ..deletions import delete_asset
from ..names import public_id_of
from .stored import Stored, plain


@dataclass(frozen=True)
class Cloud:
    """A folder of the account: its pictures or videos, with public or signed addresses.

    Every method raises a `CloudRefusal`.
    """

    folder: str
    resource_type: str = "image"
    type: str = "upload"

    where = "in Cloudinary"
    is_remote = True

    @property
    def location(self) -> tuple[str, ...]:
        """A folder is none of another there."""
        return ("cloudinary", self.folder, self.resource_type, self.type)

    def stored_by_name(self, names: Iterable[str]) -> dict[str, Stored]:
        """Those of `names` that are there: one call for up to fifty."""
        names_by_id = {public_id_of(name): name for name in names}
        descriptions = client.describe_all(
            [*names_by_id], resource_type=self.resource_type, type=self.type
        )
        return {
            names_by_id[description["public_id"]]: _stored(description, names_by_id)
            for description in descriptions
        }

    def listing(self) -> Iterator[Stored]:
        """Every asset of the folder, under its public id."""
        prefix = f"{self.folder}/"
        for description in client.listing(prefix, resource_type=self.resource_type, type=self.type):
            yield _stored(description, {})

    def remove(self, public_id: str) -> bool:
        """Whether it is gone now: if not, its deletion is remembered."""
        return delete_asset(public_id, resource_type=self.resource_type, type=self.type)


def _stored(description: dict, names: dict[str, str]) -> Stored:
    public_id = description["public_id"]
    return Stored(
        names.get(public_id, public_id),
        description["bytes"],
        plain(description.get("format")),
        datetime.fromisoformat(description["created_at"]).astimezone(UTC),
    )
