"""Whether what rows say is stored is stored, and what is stored that no row knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from django.utils import timezone

from ..cloud import account
from ..cloud.exceptions import CloudAwayRefusal, CloudRefusal
from ..models import PendingDeletion
from .account import account_trouble, stranded_videos
from .orphans import abandoned_parts, orphans, places
from .stored import Stored, plain
from .stored_columns import Expected, FileColumn, Place, shelves

# What has just come may be on its way to a row.
FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Counted:
    """Progress: `number` files of one kind have been looked at."""

    title: str
    number: int


@dataclass(frozen=True)
class Finding:
    """`kind` is missing, size, format, account (these are wrong), orphan or pending (untidy)."""

    kind: str
    words: str
    name: str = ""
    row: str = ""

    @property
    def is_wrong(self) -> bool:
        return self.kind not in {"orphan", "pending"}


Report = Iterator[Counted | Finding]


def check() -> Report:
    """Everything, in constant memory and without changing anything. Never raises."""
    trouble = account_trouble() if account.is_configured() else ""
    if trouble:
        yield Finding("account", trouble)
    if stranded := stranded_videos():
        yield Finding("account", stranded)
    asks_cloud = account.is_configured() and not trouble
    for place, report in _reports():
        if asks_cloud or not place.is_remote:
            try:
                yield from report
            except CloudRefusal as refusal:
                # Every further call might wait for Cloudinary as long as this one has.
                asks_cloud = asks_cloud and not isinstance(refusal, CloudAwayRefusal)
                words = f"Not all of {place.folder}/ could be looked at. {refusal}"
                yield Finding("account", words)
    yield from _untidy()


def _reports() -> Iterator[tuple[Place, Report]]:
    for shelf in shelves():
        yield shelf.place, _shelf(shelf)
    for place in places():
        yield place, _orphans(place)


def _shelf(shelf: FileColumn) -> Report:
    number = 0
    for some in shelf.batches():
        found = shelf.place.found(each.name for each in some)
        for each in some:
            yield from _compared(each, found.get(each.name), shelf.place)
        number += len(some)
        if number % 1000 == 0:
            yield Counted(shelf.title, number)
    yield Counted(shelf.title, number)


def _compared(expected: Expected, stored: Stored | None, place: Place) -> Iterator[Finding]:
    about = f"{expected.row}: {expected.name}"
    at = {"name": expected.name, "row": expected.row}
    if stored is None:
        yield Finding("missing", f"{about} is not {place.where}.", **at)
        return
    if expected.size is not None and expected.size != stored.size:
        words = f"{about} has {stored.size} bytes {place.where}, and its row says {expected.size}."
        yield Finding("size", words, **at)
    promised = plain(PurePosixPath(expected.name).suffix.lower().removeprefix("."))
    if _tells_formats(place) and stored.format != promised:
        is_what = f"is a {stored.format}" if stored.format else "cannot be read"
        yield Finding("format", f"{about} {is_what}, whatever its name says.", **at)


def _tells_formats(place: Place) -> bool:
    return place.is_remote or place.format_of is not None


def _orphans(place: Place) -> Report:
    for each in orphans(place, before=timezone.now() - FRESH):
        yield Finding("orphan", f"{each.name} is {place.where}, and no row knows it.", each.name)


def _untidy() -> Iterable[Finding]:
    for each in abandoned_parts(before=timezone.now() - FRESH):
        yield Finding("orphan", f"{each.name} is of an upload that is no more.", each.name)
    if waiting := PendingDeletion.objects.count():
        words = f"Deleted, and still in Cloudinary until media_cleanup can do it: {waiting}."
        yield Finding("pending", words)
