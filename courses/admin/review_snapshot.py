"""What a reviewer had before their eyes, so that a page shown again can mark what is different."""

from __future__ import annotations

from web.primary_keys import is_key

from ..release.changes import Changes

LENGTH = 12


def serialize_snapshot(changes: Changes) -> str:
    """Everything shown of `changes`, short enough for a hidden field."""
    return " ".join(f"{pk}:{text[:LENGTH]}" for pk, text in changes.page_fingerprints.items())


class ReviewSnapshot:
    """Reads a seal. One that makes no sense, or none, has seen nothing and marks nothing."""

    def __init__(self, text: str) -> None:
        pairs = (part.partition(":") for part in text.split())
        self._digests = {int(pk): digest for pk, _colon, digest in pairs if is_key(pk)}

    def __bool__(self) -> bool:
        return bool(self._digests)

    def changed_ids(self, changes: Changes) -> set[int]:
        """The pages that were something else, or not there."""
        if not self:
            return set()
        now = changes.page_fingerprints
        return {pk for pk, text in now.items() if self._digests.get(pk) != text[:LENGTH]}

    def removed_count(self, changes: Changes) -> int:
        """How many pages that were shown are no longer there."""
        return len(self._digests.keys() - changes.page_fingerprints.keys())
