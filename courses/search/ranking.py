"""Full-text search of one page type, ranked.

Wagtail's own `search()` is not used: on SQLite it computes the score of every match again for every
match, and on PostgreSQL scores all matches, which one word of every lesson turns into seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    CharField,
    F,
    FloatField,
    Func,
    Lookup,
    Model,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler
from django.http import HttpRequest
from wagtail.search.models import IndexEntry

from web.rate_limits import is_limited

from .query import Query

# So many matches are looked at, those in titles first; of more, nobody knows which are the best.
MAX_MATCHES = 500
# Of so many it is quicker to ask whether they may be shown, than what may be shown at all.
FEW = 200
# A word in the title counts ten times.
TITLE_WEIGHT = 10.0
TEXT, TITLE = ("title", "body"), ("title",)
# Of PostgreSQL: words as they come. `WAGTAILSEARCH_BACKENDS` says the same for what is written.
CONFIG = "simple"
TABLE = IndexEntry._meta.db_table
FTS_TABLE = f"{TABLE}_fts"


class Hit(NamedTuple):
    """The key of a page, and how well it fits: the higher the better."""

    pk: int
    rank: float


def is_search_limited(request: HttpRequest) -> bool:
    """Counts one more search of this address, on whatever page; True when it is one too many."""
    return is_limited(request, group="search", key="ip")


def ranked_hits(
    pages: QuerySet,
    query: Query,
    *,
    of: type[Model] | None = None,
    columns: tuple[str, ...] = TEXT,
    limit: int = MAX_MATCHES,
) -> list[Hit]:
    """The `pages` that hold all that is looked for, in their titles or, as said by `columns`, in
    titles alone; the best first.

    At most `limit` of them; with a limit of one's own, of words that are everywhere only among the
    first pages that hold them. Where `pages` are rows with the keys of pages, `of` is their type.
    """
    if not query:
        return []
    search = _Search(query, columns, pages, of or pages.model)
    # Step by step: as one statement either database would score, or search for, each by itself.
    candidates = search.candidates(is_rough=limit < MAX_MATCHES)
    if not candidates:
        return []
    ranked = _ranked_by_sqlite if connection.vendor == "sqlite" else _ranked_by_postgresql
    rows = ranked(candidates, query, columns)[:limit]
    return [Hit(candidates[key], rank) for key, rank in rows]


class _Search(NamedTuple):
    query: Query
    columns: tuple[str, ...]
    pages: QuerySet
    model: type[Model]

    def candidates(self, *, is_rough: bool) -> dict[int, int]:
        """Keys of at most twice `MAX_MATCHES` entries, with those of their pages."""
        found = self._found(self.columns)
        if is_rough or len(found) <= FEW:
            return self._admitted(found)
        candidates = self._admitted_first(self.columns)
        if len(candidates) == MAX_MATCHES and self.columns != TITLE:
            candidates |= self._admitted_first(TITLE)
        return candidates

    @property
    def _entries(self) -> QuerySet:
        return IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(self.model))

    def _found(self, columns: tuple[str, ...]) -> dict[int, int]:
        match = RowMatch if connection.vendor == "sqlite" else VectorMatch
        entries = self._entries.filter(match(self.query, columns))
        rows = entries.values_list("pk", "object_id")[: FEW + 1]
        return {key: int(page) for key, page in rows}

    def _admitted(self, found: dict[int, int]) -> dict[int, int]:
        """Where few were found, each is looked at."""
        pages = self.pages.order_by().filter(pk__in=found.values()) if found else ()
        admitted = {*pages.values_list("pk", flat=True)} if found else set()
        kept = [(key, page) for key, page in found.items() if page in admitted]
        return dict(kept[:MAX_MATCHES])

    def _admitted_first(self, columns: tuple[str, ...]) -> dict[int, int]:
        """Where many were found, the pages are listed first."""
        match = PageMatch if connection.vendor == "sqlite" else VectorMatch
        keys = self.pages.order_by().annotate(key=Cast("pk", CharField())).values("key")
        entries = self._entries.filter(match(self.query, columns), object_id__in=keys)
        rows = entries.values_list("pk", "object_id")[:MAX_MATCHES]
        return {key: int(page) for key, page in rows}


def _ranked_by_postgresql(keys: Iterable[int], query: Query, columns: tuple[str, ...]) -> QuerySet:
    tsquery = SearchQuery(query.for_postgresql, search_type="raw", config=CONFIG)
    rank = SearchRank(F("title"), tsquery) * Value(TITLE_WEIGHT)
    rank = rank if columns == TITLE else rank + SearchRank(F("body"), tsquery)
    entries = IndexEntry.objects.filter(pk__in=[*keys]).annotate(rank=rank)
    return entries.order_by("-rank", "-pk").values_list("pk", "rank")


def _ranked_by_sqlite(keys: Iterable[int], query: Query, columns: tuple[str, ...]) -> QuerySet:
    from wagtail.search.models import SQLiteFTSIndexEntry  # noqa: PLC0415  (of SQLite alone)

    entries = SQLiteFTSIndexEntry.objects.filter(RowMatchAmong(query, columns, keys))
    rows = entries.annotate(rank=NegativeBM25()).order_by("-rank", "-pk")
    return rows.values_list("pk", "rank")  # and no join, which SQLite would begin with


class Match(Lookup):
    """A condition as it stands: neither database takes "= true" behind it. Of no two sides."""

    lookup_name = "match"
    filterable = True

    def __init__(self, query: Query, columns: tuple[str, ...]) -> None:
        self.query, self.columns = query, columns
        super().__init__(None, None)


class VectorMatch(Match):
    """Of PostgreSQL's entries, whose vectors of title and body together have an index
    (migration `search_words`)."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        vector = " || ".join(f"{TABLE}.{column}" for column in self.columns)
        text = self.query.for_postgresql
        return f"(({vector}) @@ to_tsquery('{CONFIG}'::regconfig, %s))", [text]


class RowMatch(Match):
    """Of SQLite's entries, whose texts are in a table of FTS5 under the same keys. Joined with it,
    SQLite would search once more for each entry."""

    entry = f"{TABLE}.id"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        rows = f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s"  # noqa: S608  (ours)
        return f"{self.entry} IN ({rows})", [self.text]

    @property
    def text(self) -> str:
        return f"{{{' '.join(self.columns)}}} : ({self.query.for_sqlite})"


class PageMatch(RowMatch):
    """For entries of many pages: without the plus each that was found would be tried with each."""

    entry = f"+{TABLE}.id"


class RowMatchAmong(RowMatch):
    """Of the rows of FTS5 itself, which alone can be ranked; the plus has it search but once."""

    def __init__(self, query: Query, columns: tuple[str, ...], keys: Iterable[int]) -> None:
        super().__init__(query, columns)
        self.keys = keys

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        keys = ", ".join(map(str, sorted(self.keys)))
        return f"{FTS_TABLE} MATCH %s AND +{FTS_TABLE}.rowid IN ({keys})", [self.text]


class NegativeBM25(Func):
    """SQLite's own is the lower the better."""

    output_field = FloatField()

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra) -> tuple:
        # Weights of the columns in the order of the table: autocomplete, body, title.
        return f"-bm25({FTS_TABLE}, 0.0, 1.0, {TITLE_WEIGHT})", []
