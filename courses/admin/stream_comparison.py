"""Two versions of a lesson's text: what changed and what moved; what did not is folded away.

Wagtail's own comparison lists every block and says nothing of blocks that changed places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.template.loader import render_to_string
from wagtail.admin.compare import BlockComparison, StreamBlockComparison, StreamFieldComparison
from wagtail.blocks import StreamValue

from .outline import fold


@dataclass(frozen=True)
class ShownBlock:
    """`mark` is "added", "removed", "changed", "moved" or empty."""

    comparison: BlockComparison
    mark: str

    @property
    def label(self) -> str:
        return self.comparison.block.label

    @property
    def html(self) -> str:
        """Escaped by Wagtail, with what was added and removed marked up."""
        compared = self.comparison
        if self.mark == "removed":
            return compared.htmlvalue(compared.val_a)
        changed = compared.exists_a and _has_changed(compared)
        return compared.htmldiff() if changed else compared.htmlvalue(compared.val_b)


class FoldedComparison(StreamFieldComparison):
    def htmldiff(self) -> str:
        if not (self.has_block_ids(self.val_a) and self.has_block_ids(self.val_b)):
            return super().htmldiff()
        entries = fold(self._blocks(), lambda shown: not shown.mark)
        return render_to_string("courses/admin/review/blocks.html", {"entries": entries})

    def _blocks(self) -> list[ShownBlock]:
        stream = self.field.stream_block
        compared = StreamBlockComparison(stream, True, True, self.val_a, self.val_b)
        moved = moved_blocks(self.val_a, self.val_b)
        ids = iter(block.id for block in self.val_b)
        return [
            ShownBlock(each, _mark(each, not each.is_deleted() and next(ids) in moved))
            for each in compared.get_block_comparisons()
        ]


def _mark(compared: BlockComparison, is_moved: bool) -> str:
    if compared.is_new():
        return "added"
    if compared.is_deleted():
        return "removed"
    return "changed" if _has_changed(compared) else "moved" if is_moved else ""


def _has_changed(compared: BlockComparison) -> bool:
    # As stored: the values of some blocks (tables) are never equal to one another.
    stored = (compared.block.get_prep_value(each) for each in (compared.val_a, compared.val_b))
    return next(stored) != next(stored)


def moved_blocks(before: StreamValue, after: StreamValue) -> set[str]:
    """The ids of blocks in both that jumped over others."""
    old, new = [block.id for block in before], [block.id for block in after]
    kept = [each for each in new if each in set(old)]
    return set(kept) - _in_order([each for each in old if each in set(new)], kept)


def _in_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    runs = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {each for run in runs for each in new[run.b : run.b + run.size]}
