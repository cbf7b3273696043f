"""Names and titles in the middle of a sentence of the other direction, where no markup can hold
them together: in messages, subjects of mails and labels. In templates `<bdi>` does it."""

from __future__ import annotations

import re

from django.utils.safestring import SafeData, SafeString

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_HAS_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT_TO_LEFT}]")
# With the quotation marks that our texts have, and those of Wagtail's as they stand in HTML.
_QUOTED = re.compile(
    f"(?:(?<=[“'\"])|(?<=&#x27;)|(?<=&quot;))([^“”'\"<>&]*[{_RIGHT_TO_LEFT}][^“”'\"<>&]*)"
    "(?=[”'\"]|&#x27;|&quot;)"
)


def isolated(text: str) -> str:
    """`text` by its own first letter, whatever stands around it. One that runs from left to right
    all along is returned as it is."""
    if not _HAS_RIGHT_TO_LEFT.search(text) or text.startswith(FIRST_STRONG_ISOLATE):
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def with_quotes_isolated(text: str) -> str:
    """A sentence, or HTML, with what it quotes isolated: there names and titles stand."""
    result = _QUOTED.sub(lambda match: isolated(match[1]), text)
    return SafeString(result) if isinstance(text, SafeData) else result
