"""What a reviewer had before their eyes, so that a page shown again can mark what is different."""

from __future__ import annotations

from hashlib import sha256

from web.primary_keys import is_key

from ..release.changes import Changes, Row


def serialize_snapshot(changes: Changes) -> str:
    """Everything shown of `changes`, short enough for a hidden field."""
    return " ".join(f"{row.page.pk}:{_digest(row)}" for row in changes.rows)


class ReviewSnapshot:
    """Reads a seal. One that makes no sense, or none, has seen nothing and marks nothing."""

    def __init__(self, text: str) -> None:
        pairs = (part.partition(":") for part in text.split())
        self._digests = {int(pk): digest for pk, _colon, digest in pairs if is_key(pk)}

    def __bool__(self) -> bool:
        return bool(self._digests)

    def is_changed(self, row: Row) -> bool:
        """Whether `row` was something else, or not there."""
        return bool(self) and self._digests.get(row.page.pk) != _digest(row)

    def removed_count(self, changes: Changes) -> int:
        """How many pages that were shown are no longer there."""
        return len(self._digests.keys() - {row.page.pk for row in changes.rows})


def _digest(row: Row) -> str:
    text = f"{row.signature} {row.moved} {row.section} {row.title}"
    return sha256(text.encode()).hexdigest()[:12]
