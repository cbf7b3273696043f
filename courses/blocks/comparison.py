"""Two versions of a block beside one another, as a reviewer has to see them."""

from __future__ import annotations

from django.utils.html import format_html
from wagtail.admin.compare import BlockComparison, TextDiff, diff_text

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
