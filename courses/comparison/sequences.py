"""Which entry of one list is which of another: those that stayed, came, went and moved."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TypeVar

Entry = TypeVar("Entry")
Key = TypeVar("Key", bound=Hashable)
Pair = tuple[Entry | None, Entry | None]
Opcode = tuple[str, int, int, int, int]

# From which likeness on, of 1, two entries are one that changed.
SIMILAR = 0.4
# How many likenesses, and equal entries, are worth the time of a reader who waits for the page.
MAX_LIKENESSES = 2_500
MAX_MATCHES = 1_000_000


def opcodes(
    before: Sequence[Hashable],
    after: Sequence[Hashable],
    is_junk: Callable[[Hashable], bool] | None = None,
) -> list[Opcode]:
    """As difflib's: (tag, i1, i2, j1, j2). Very long ones change from first change to last."""
    start = _common_length(zip(before, after, strict=False))
    rest = min(len(before), len(after)) - start
    end = min(rest, _common_length(zip(reversed(before), reversed(after), strict=False)))
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    codes = [("equal", 0, start, 0, start)] if start else []
    codes += [
        (tag, i1 + start, i2 + start, j1 + start, j2 + start)
        for tag, i1, i2, j1, j2 in _opcodes(old, new, is_junk)
    ]
    if end:
        codes.append(("equal", len(before) - end, len(before), len(after) - end, len(after)))
    return codes


def _opcodes(old: Sequence[Hashable], new: Sequence[Hashable], is_junk) -> list[Opcode]:
    counts = Counter(old), Counter(entry for entry in new if not (is_junk and is_junk(entry)))
    if sum(count * counts[0][entry] for entry, count in counts[1].items()) > MAX_MATCHES:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(is_junk, old, new, autojunk=False).get_opcodes()


def _common_length(pairs: Iterable[tuple[Hashable, Hashable]]) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def align(
    before: Sequence[Entry], after: Sequence[Entry], likeness: Callable[[Entry, Entry], float]
) -> list[Pair]:
    """Pairs in order: (old, new) that are equal or alike, (old, None), (None, new)."""
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in opcodes(before, after):
        if tag == "equal":
            pairs.extend(zip(before[i1:i2], after[j1:j2], strict=True))
        else:
            pairs.extend(_pair_similar(before[i1:i2], after[j1:j2], likeness))
    return pairs


def _pair_similar(before: Sequence[Entry], after: Sequence[Entry], likeness) -> list[Pair]:
    pairs: list[Pair] = []
    i = j = 0
    for match_i, match_j in _similar(before, after, likeness):
        pairs.extend((entry, None) for entry in before[i:match_i])
        pairs.extend((None, entry) for entry in after[j:match_j])
        pairs.append((before[match_i], after[match_j]))
        i, j = match_i + 1, match_j + 1
    pairs.extend((entry, None) for entry in before[i:])
    pairs.extend((None, entry) for entry in after[j:])
    return pairs


def _similar(before: Sequence[Entry], after: Sequence[Entry], likeness) -> list[tuple[int, int]]:
    """Index pairs, rising on both sides, whose likenesses add up to the most."""
    if len(before) * len(after) > MAX_LIKENESSES:
        indices = range(min(len(before), len(after)))
        return [(i, i) for i in indices if likeness(before[i], after[i]) >= SIMILAR]
    best: list[list[tuple[float, tuple]]] = [[(0.0, ())] * (len(after) + 1)]
    for i, old in enumerate(before):
        row = [(0.0, ())]
        for j, new in enumerate(after):
            score = likeness(old, new)
            total, path = best[i][j]
            choices = [best[i][j + 1], row[j]]
            if score >= SIMILAR:
                choices.append((total + score, (path, (i, j))))
            row.append(max(choices, key=lambda choice: choice[0]))
        best.append(row)
    return _unwound(best[-1][-1][1])


def _unwound(path: tuple) -> list[tuple[int, int]]:
    pairs = []
    while path:
        path, pair = path
        pairs.append(pair)
    return pairs[::-1]


def merge(before: Sequence[Key], after: Sequence[Key], moved: Collection[Key] = ()) -> list[Key]:
    """In the new order; what went stands where it stood, after what did not move. No repeats."""
    current_keys, keys, anchor = set(after), list(after), None
    for key in before:
        if key not in current_keys:
            keys.insert(keys.index(anchor) + 1 if anchor is not None else 0, key)
        if key not in current_keys or key not in moved:
            anchor = key
    return keys


def moved_keys(before: Sequence[Key], after: Sequence[Key]) -> set[Key]:
    """Keys in both that jumped over others: the fewest that explain the new order. No repeats."""
    positions = {key: position for position, key in enumerate(before)}
    common_keys = [key for key in after if key in positions]
    unmoved = set(longest_increasing([positions[key] for key in common_keys]))
    return {key for key in common_keys if positions[key] not in unmoved}


def longest_increasing(numbers: Sequence[int]) -> Iterable[int]:
    """One longest rising subsequence of distinct `numbers` (patience sorting), backwards."""
    tails: list[int] = []
    previous: dict[int, int | None] = {}
    for number in numbers:
        index = bisect_left(tails, number)
        previous[number] = tails[index - 1] if index else None
        tails[index : index + 1] = [number]
    number = tails[-1] if tails else None
    while number is not None:
        yield number
        number = previous[number]
