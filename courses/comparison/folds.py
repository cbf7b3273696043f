"""Neighbours of which nothing is to be said, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Fold:
    """Neighbouring entries of which nothing is to be said."""

    entries: list

    @property
    def count(self) -> int:
        return len(self.entries)


def fold(
    entries: Iterable[Entry],
    is_plain: Callable[[Entry], bool],
    *,
    minimum: int = 1,
    context: int = 0,
) -> list[Entry | Fold]:
    """`entries`, with at least `minimum` plain neighbours together in one `Fold`.

    Next to what is not plain, `context` of them stay in sight.
    """
    groups = [(is_foldable, list(group)) for is_foldable, group in groupby(entries, is_plain)]
    result: list = []
    for index, (is_foldable, group) in enumerate(groups):
        start = context if index else 0
        end = len(group) - (context if index < len(groups) - 1 else 0)
        if is_foldable and end - start >= minimum:
            result += [*group[:start], Fold(group[start:end]), *group[end:]]
        else:
            result += group
    return result
