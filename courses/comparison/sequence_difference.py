"""Lists of short texts: what came, went and moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .marks import added, removed
from .sequences import merge, moved_keys


def sequence_difference(before: Sequence[str], after: Sequence[str]) -> SafeString:
    """One line for each; the second of two equal texts counts as another."""
    old, new = _numbered(before), _numbered(after)
    moved = moved_keys(old, new)
    entries = [(_marked(key, old, new), key in moved) for key in merge(old, new, moved)]
    return render_to_string("courses/admin/compare/sequence.html", {"entries": entries})


def _marked(key: tuple[str, int], old: list, new: list) -> str:
    text, _number = key
    if key not in old:
        return added(text)
    return text if key in new else removed(text)


def _numbered(texts: Sequence[str]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    keys = []
    for text in texts:
        keys.append((text, counts[text]))
        counts[text] += 1
    return keys
