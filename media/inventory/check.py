"""Whether what rows say is stored is stored, and what is stored that no row knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from django.utils import timezone

from ..cloud import account
from ..cloud.exceptions import CloudAwayRefusal, CloudRefusal
from ..models import PendingDeletion
from .account import account_problem, stranded_videos_problem
from .cloud import Cloud
from .orphans import abandoned_parts, orphans, parts_place, places
from .own_places import Bucket
from .stored import Stored, plain
from .stored_columns import Expected, FileColumn, Place, file_columns

# What has just come may be on its way to a row.
FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Counted:
    """Progress: `number` files of one kind have been looked at."""

    title: str
    number: int


@dataclass(frozen=True)
class Finding:
    """`kind` is missing, size, format, account, public (these are wrong), orphan or pending
    (untidy)."""

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
    problem = account_problem() if account.is_configured() else ""
    if problem:
        yield Finding("account", problem)
    if message := stranded_videos_problem():
        yield Finding("account", message)
    # Every further call might wait as long as the one that told.
    away = set() if account.is_configured() and not problem else {Cloud}
    for place, report in _reports():
        if type(place) in away:
            continue
        try:
            yield from report
        except CloudRefusal as refusal:
            away |= {Cloud} if isinstance(refusal, CloudAwayRefusal) else set()
            yield _unseen(place, str(refusal))
        except OSError as error:
            away.add(type(place))
            yield _unseen(place, f"{error.strerror or type(error).__name__}.")
    if count := PendingDeletion.objects.count():
        message = f"Deleted, and still in Cloudinary until media_cleanup can do it: {count}."
        yield Finding("pending", message)


def _reports() -> Iterator[tuple[Place, Report]]:
    for column in file_columns():
        yield column.place, _column_report(column)
    for place in places():
        yield place, _orphan_report(place)
    yield parts_place(), _parts_report()


def _unseen(place: Place, reason: str) -> Finding:
    return Finding("account", f"Not all of {place.folder}/ could be looked at. {reason}")


def _column_report(column: FileColumn) -> Report:
    number = 0
    for batch in column.batches():
        stored_files = column.place.stored_by_name(expected.name for expected in batch)
        for expected in batch:
            yield from _compare(expected, stored_files.get(expected.name), column.place)
        if number == 0:
            yield from _check_privacy(column.place, batch[0])
        number += len(batch)
        if number % 1000 == 0:
            yield Counted(column.title, number)
    yield Counted(column.title, number)


def _compare(expected: Expected, stored: Stored | None, place: Place) -> Iterator[Finding]:
    subject = f"{expected.row}: {expected.name}"
    details = {"name": expected.name, "row": expected.row}
    if stored is None:
        yield Finding("missing", f"{subject} is not {place.where}.", **details)
        return
    if expected.size is not None and expected.size != stored.size:
        sizes = f"{stored.size} bytes {place.where}, and its row says {expected.size}"
        message = f"{subject} has {sizes}."
        yield Finding("size", message, **details)
    expected_format = plain(PurePosixPath(expected.name).suffix.lower().removeprefix("."))
    if _tells_formats(place) and stored.format != expected_format:
        state = f"is a {stored.format}" if stored.format else "cannot be read"
        yield Finding("format", f"{subject} {state}, whatever its name says.", **details)


def _check_privacy(place: Place, expected: Expected) -> Iterator[Finding]:
    """One file of a kind tells for all: a policy of the bucket is about folders."""
    if isinstance(place, Bucket) and place.hands_out(expected.name):
        message = (
            f"{expected.name} is handed out to anybody who asks the bucket. Only media/images/ may "
            "be public: mend the policy of the bucket."
        )
        yield Finding("public", message, expected.name, expected.row)


def _tells_formats(place: Place) -> bool:
    return place.is_remote or place.format_of is not None


def _orphan_report(place: Place) -> Report:
    for orphan in orphans(place, before=timezone.now() - FRESH):
        message = f"{orphan.name} is {place.where}, and no row knows it."
        yield Finding("orphan", message, orphan.name)


def _parts_report() -> Report:
    for part in abandoned_parts(before=timezone.now() - FRESH):
        yield Finding("orphan", f"{part.name} is of an upload that is no more.", part.name)
