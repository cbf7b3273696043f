"""Two versions of a block beside one another, as a reviewer has to see them.

Wagtail's own comparison lists every block and says nothing of blocks that changed places; it runs
the paragraphs of rich text together and says nothing of where a link leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from wagtail.admin.compare import (
    BlockComparison,
    StreamBlockComparison,
    StreamFieldComparison,
    TextDiff,
    diff_text,
)
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from ..curriculum.diff import fold

# A line that came or went is nothing but its newline: without a sign no one would see the mark.
NEWLINE_SIGN = "↵\n"


class CodeComparison(BlockComparison):
    """Code with its indentation and line breaks, each change of them marked like any other."""

    def htmlvalue(self, val: str) -> str:
        return format_html('<pre class="comparison__code">{}</pre>', val or "")

    def htmldiff(self) -> str:
        diff = diff_text(self.val_a or "", self.val_b or "")
        changes = [(change, _with_newline_sign(change, text)) for change, text in diff.changes]
        return format_html('<pre class="comparison__code">{}</pre>', TextDiff(changes).to_html())


def _with_newline_sign(change: str, text: str) -> str:
    return text if change == "equal" else text.replace("\n", NEWLINE_SIGN)


PARTS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "br", "hr")


class ProseComparison(BlockComparison):
    def htmlvalue(self, val: RichText) -> str:
        return escape(plain_text(val))

    def htmldiff(self) -> str:
        before, after = plain_text(self.val_a), plain_text(self.val_b)
        if before == after and self.val_a.source != self.val_b.source:
            return format_html(
                "<em>{}</em>\n{}", _("Its words are as before, its formatting is not."), after
            )
        return diff_text(before, after).to_html()


def plain_text(text: RichText | None) -> str:
    """One line for each paragraph; empty for None."""
    soup = BeautifulSoup(text.source if text else "", "html.parser")
    for link in soup.find_all("a"):
        link.append(f" [→ {_target(link)}]")
    for part in soup.find_all(PARTS):
        part.append("\n")
    return soup.get_text().strip()


def _target(link: Tag) -> str:
    """An address, or what Wagtail stores instead: a kind and a number."""
    kind, number = link.get("linktype"), link.get("id")
    return f"{kind} {number}" if kind and number else link.get("href", "")


@dataclass(frozen=True)
class ComparedBlock:
    """`mark` is "added", "removed", "changed", "moved" or empty."""

    comparison: BlockComparison
    mark: str

    @property
    def label(self) -> str:
        return self.comparison.block.label

    @property
    def html(self) -> str:
        """Escaped by Wagtail, with what was added and removed marked up."""
        comparison = self.comparison
        if self.mark == "removed":
            return comparison.htmlvalue(comparison.val_a)
        has_changed = comparison.exists_a and _has_changed(comparison)
        return comparison.htmldiff() if has_changed else comparison.htmlvalue(comparison.val_b)


class FoldedComparison(StreamFieldComparison):
    def htmldiff(self) -> str:
        if not (self.has_block_ids(self.val_a) and self.has_block_ids(self.val_b)):
            return super().htmldiff()
        entries = fold(self._blocks(), lambda block: not block.mark)
        return render_to_string("courses/admin/review/blocks.html", {"entries": entries})

    def _blocks(self) -> list[ComparedBlock]:
        stream = self.field.stream_block
        comparison = StreamBlockComparison(stream, True, True, self.val_a, self.val_b)
        moved_ids = moved_blocks(self.val_a, self.val_b)
        ids = iter(block.id for block in self.val_b)
        return [
            ComparedBlock(child, _mark(child, not child.is_deleted() and next(ids) in moved_ids))
            for child in comparison.get_block_comparisons()
        ]


def _mark(comparison: BlockComparison, is_moved: bool) -> str:
    if comparison.is_new():
        return "added"
    if comparison.is_deleted():
        return "removed"
    return "changed" if _has_changed(comparison) else "moved" if is_moved else ""


def _has_changed(comparison: BlockComparison) -> bool:
    # As stored: the values of some blocks (tables) are never equal to one another.
    values = (
        comparison.block.get_prep_value(value) for value in (comparison.val_a, comparison.val_b)
    )
    return next(values) != next(values)


def moved_blocks(before: StreamValue, after: StreamValue) -> set[str]:
    """The ids of blocks in both that jumped over others."""
    old_ids, new_ids = [block.id for block in before], [block.id for block in after]
    common_ids = [block_id for block_id in new_ids if block_id in set(old_ids)]
    return set(common_ids) - _unmoved_ids(
        [block_id for block_id in old_ids if block_id in set(new_ids)], common_ids
    )


def _unmoved_ids(old_ids: Sequence[str], new_ids: Sequence[str]) -> set[str]:
    matches = SequenceMatcher(None, old_ids, new_ids, autojunk=False).get_matching_blocks()
    return {block_id for match in matches for block_id in new_ids[match.b : match.b + match.size]}
