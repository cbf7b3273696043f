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
        changes = [(change, _shown(change, text)) for change, text in diff.changes]
        return format_html('<pre class="comparison__code">{}</pre>', TextDiff(changes).to_html())


def _shown(change: str, text: str) -> str:
    return text if change == "equal" else text.replace("\n", NEWLINE_SIGN)


PARTS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "br", "hr")


class ProseComparison(BlockComparison):
    def htmlvalue(self, val: RichText) -> str:
        return escape(in_words(val))

    def htmldiff(self) -> str:
        before, after = in_words(self.val_a), in_words(self.val_b)
        if before == after and self.val_a.source != self.val_b.source:
            return format_html(
                "<em>{}</em>\n{}", _("Its words are as before, its formatting is not."), after
            )
        return diff_text(before, after).to_html()


def in_words(text: RichText | None) -> str:
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
