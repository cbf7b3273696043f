"""Finding pages by what people type, and telling what they meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Model, QuerySet

from .query import Query, parse
from .ranking import Hit, ranked_hits
from .spelling import forgiving
from .words import cut, fold


class Found(NamedTuple):
    """`hits`, the best first, for `query`, which is another than what was typed where nothing
    holds that."""

    hits: list[Hit]
    query: Query

    @property
    def ids(self) -> list[int]:
        return [hit.pk for hit in self.hits]


def find(pages: QuerySet, text: str, *, of: type[Model] | None = None) -> Found:
    """The `pages` that hold every word of `text`, one slip of the finger in each forgiven.

    Where `pages` are rows with the keys of pages, `of` is their type.
    """
    query = parse(text)
    found = Found(ranked_hits(pages, query, of=of), query)
    if found.hits or not (other := forgiving(query)):
        return found
    return Found(ranked_hits(pages, other, of=of), other)


def words_meant(query: Query, texts: Iterable[str]) -> list[str]:
    """Which of the words that were searched for beside those typed stand in `texts`, as there."""
    alternatives = {word for term in query.terms for word in term.alternatives}
    words = (word for text in texts for word in cut(text)) if alternatives else ()
    return sorted({word for word in words if fold(word) in alternatives})
