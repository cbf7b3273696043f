"""Text compared word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .marks import added, joined, removed, replaced
from .sequences import SIMILAR, opcodes

# Letters of scripts without spaces each by itself, else whole words; white space char by char.
WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|\s|[^\w\s]")


@dataclass(frozen=True)
class Stretch:
    """Neighbouring words that are equal in both, or not: from the first to before the last."""

    is_equal: bool
    before: slice
    after: slice


def words(text: str) -> list[str]:
    return WORDS.findall(text)


def likeness(before: Sequence[Hashable], after: Sequence[Hashable]) -> float:
    """From 0 to 1: the share of words in both. Blanks and punctuation do not count."""
    old, new = (Counter(word for word in side if _has_meaning(word)) for side in (before, after))
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 1.0


def stretches(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Stretch]:
    """What changed and what did not, in turn. One blank between two changes is part of them."""
    result: list[Stretch] = []
    for tag, i1, i2, j1, j2 in opcodes(before, after, _is_space):
        is_gap = tag == "equal" and i1 > 0 and before[i1:i2] == [" "]
        stretch = Stretch(tag == "equal" and not is_gap, slice(i1, i2), slice(j1, j2))
        if result and not result[-1].is_equal and not stretch.is_equal:
            last = result.pop()
            stretch = Stretch(False, slice(last.before.start, i2), slice(last.after.start, j2))
        result.append(stretch)
    return result


def text_difference(before: str, after: str) -> SafeString:
    """One line each. What has little in common is shown whole, before and after."""
    old, new = words(before), words(after)
    is_short = not (re.search(r"\s", before.strip()) and re.search(r"\s", after.strip()))
    is_padded = before.strip() == after.strip()
    if likeness(old, new) < SIMILAR or (is_short and not is_padded):
        return replaced(before, after)
    return word_difference(old, new)


def word_difference(old: list[str], new: list[str]) -> SafeString:
    return joined(part for stretch in stretches(old, new) for part in _parts(old, new, stretch))


def _parts(old: list[str], new: list[str], stretch: Stretch) -> list[str]:
    before, after = "".join(old[stretch.before]), "".join(new[stretch.after])
    if stretch.is_equal:
        return [after]
    return ([removed(before)] if before else []) + ([added(after)] if after else [])


def _is_space(word: Hashable) -> bool:
    return isinstance(word, str) and word.isspace()


def _has_meaning(word: Hashable) -> bool:
    return not isinstance(word, str) or any(map(str.isalnum, word))
