"""Full-text search of one page type, ranked.

Wagtail's own `search()` is not used: on SQLite it computes the score of every match again for every
match, and on PostgreSQL scores all matches, which one word of every lesson turns into seconds.
"""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    CharField,
    Expression,
    F,
    FloatField,
    Func,
    Lookup,
    Model,
    Q,
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
# A word in the title counts ten times.
TITLE_WEIGHT = 10.0
TEXT, TITLE = ("title", "body"), ("title",)
# Of PostgreSQL: words as they come. `WAGTAILSEARCH_BACKENDS` says the same for what is written.
CONFIG = "simple"


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

    At most `limit` of them. Where `pages` are rows with the keys of pages, `of` is their type.
    """
    if not query:
        return []
    model = of or pages.model
    keys = pages.order_by().annotate(key=Cast("pk", CharField())).values("key")
    content_type = ContentType.objects.get_for_model(model)
    index = OnSQLite() if connection.vendor == "sqlite" else OnPostgreSQL()
    found = index.entries(content_type, keys)
    candidates = Q(pk__in=found.filter(index.match(query, columns)).values("pk")[:MAX_MATCHES])
    if columns != TITLE:
        candidates |= Q(pk__in=found.filter(index.match(query, TITLE)).values("pk")[:MAX_MATCHES])
    ranked = index.all().filter(candidates, index.match(query, columns))
    ranked = ranked.order_by(index.rank(query, columns).desc(), "-pk")
    rows = ranked.values_list(index.object_id, index.rank(query, columns))
    return [Hit(int(pk), rank) for pk, rank in rows[:limit]]


class OnPostgreSQL:
    """Wagtail's entries hold vectors, with an index on those of title and body together
    (migration `search_words`)."""

    object_id = "object_id"

    def all(self) -> QuerySet:
        return IndexEntry.objects.all()

    def entries(self, content_type: ContentType, keys: QuerySet) -> QuerySet:
        return self.all().filter(content_type=content_type, object_id__in=keys)

    def match(self, query: Query, columns: tuple[str, ...]) -> Lookup:
        return VectorMatch(query.for_postgresql, columns)

    def rank(self, query: Query, columns: tuple[str, ...]) -> Expression:
        tsquery = SearchQuery(query.for_postgresql, search_type="raw", config=CONFIG)
        rank = SearchRank(F("title"), tsquery) * Value(TITLE_WEIGHT)
        return rank if columns == TITLE else rank + SearchRank(F("body"), tsquery)


class OnSQLite:
    """Texts are in a table of FTS5, which knows its entries by their row."""

    object_id = "index_entry__object_id"

    def all(self) -> QuerySet:
        from wagtail.search.models import SQLiteFTSIndexEntry  # noqa: PLC0415  (of SQLite alone)

        return SQLiteFTSIndexEntry.objects.all()

    def entries(self, content_type: ContentType, keys: QuerySet) -> QuerySet:
        return self.all().filter(
            index_entry__content_type=content_type, index_entry__object_id__in=keys
        )

    def match(self, query: Query, columns: tuple[str, ...]) -> Lookup:
        return RowMatch(query.for_sqlite, columns)

    def rank(self, query: Query, columns: tuple[str, ...]) -> Expression:
        return NegativeBM25()


class Match(Lookup):
    """A condition as it stands: neither database takes "= true" behind it. Of no two sides."""

    lookup_name = "match"
    filterable = True

    def __init__(self, text: str, columns: tuple[str, ...]) -> None:
        self.text, self.columns = text, columns
        super().__init__(None, None)


class VectorMatch(Match):
    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        table = IndexEntry._meta.db_table
        vector = " || ".join(f"{table}.{column}" for column in self.columns)
        return f"(({vector}) @@ to_tsquery('{CONFIG}'::regconfig, %s))", [self.text]


class RowMatch(Match):
    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        table = f"{IndexEntry._meta.db_table}_fts"
        return f"{table} MATCH %s", [f"{{{' '.join(self.columns)}}} : ({self.text})"]


class NegativeBM25(Func):
    """SQLite's own is the lower the better."""

    output_field = FloatField()

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra) -> tuple:
        # Weights of the columns in the order of the table: autocomplete, body, title.
        return f"-bm25({IndexEntry._meta.db_table}_fts, 0.0, 1.0, {TITLE_WEIGHT})", []
