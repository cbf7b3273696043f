"""Two versions of a rich text, in words: its paragraphs kept apart, its links with their targets.

Wagtail's own comparison runs paragraphs together and says nothing of where a link leads, so that
a reviewer would let another address pass unseen.
"""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from wagtail.admin.compare import BlockComparison, diff_text
from wagtail.rich_text import RichText

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
