"""What was added and removed, marked so that it is seen, heard, and not by its colour alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SIGNS = {" ": "·", "\t": "→", "\n": "↵\n"}
# As they are among words. The last two, joiners of no width, are parts of letters and pictures.
SHOWN = " \t\n\u200c\u200d"


def added(content: str) -> SafeString:
    return format_html(
        '<ins><span class="w-sr-only">{} </span>{}</ins>', _("[added:]"), visible(content)
    )


def removed(content: str) -> SafeString:
    return format_html(
        '<del><span class="w-sr-only">{} </span>{}</del>', _("[removed:]"), visible(content)
    )


def replaced(before: str, after: str) -> SafeString:
    """Both one after the other; either may be empty, and then says so."""
    return format_html(
        "{} → {}",
        removed(before) if before else empty(),
        added(after) if after else empty(),
    )


def empty() -> SafeString:
    return note(_("(empty)"))


def note(text: str) -> SafeString:
    """What is said of a change, beside what people wrote."""
    return format_html('<small class="comparison__note">{}</small>', text)


def joined(parts: Iterable[str]) -> SafeString:
    """One after the other, each escaped unless it is markup."""
    return format_html_join("", "{}", ((part,) for part in parts))


def visible(content: str) -> SafeString | str:
    """With a sign for what would not be seen. Markup is taken to be visible."""
    if isinstance(content, SafeString):
        return content
    if content and not any(map(_is_seen, content)):
        return format_html(
            '<span class="w-sr-only">{}</span><span aria-hidden="true">{}</span>',
            whitespace_in_words(content),
            "".join(map(_sign, content)),
        )
    return "".join(char if _is_seen(char) or char in SHOWN else _sign(char) for char in content)


def whitespace_in_words(text: str) -> str:
    """ "4 spaces, 1 tab"; empty for nothing."""
    spaces, tabs, breaks = (text.count(char) for char in " \t\n")
    counts = [
        (spaces, ngettext("%(count)s space", "%(count)s spaces", spaces)),
        (tabs, ngettext("%(count)s tab", "%(count)s tabs", tabs)),
        (breaks, ngettext("%(count)s line break", "%(count)s line breaks", breaks)),
    ]
    known = [label % {"count": count} for count, label in counts if count]
    return ", ".join([*known, *(_sign(char) for char in text if char not in SIGNS)])


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def _sign(char: str) -> str:
    return SIGNS.get(char) or f"[U+{ord(char):04X}]"
