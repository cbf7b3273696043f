"""Full-text search of one page type, ranked, in one query.

Wagtail's own `search()` is not used for ranking: on SQLite it computes the score of every match
again for every match, which one common word over 20,000 pages turns into minutes.
"""

import re

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import CharField, FloatField, Func, Model, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Not, SearchQuery
from wagtail.search.utils import parse_query_string

from web.normal_form import normal
from web.rate_limits import is_limited

MAX_LENGTH = 200
MAX_WORDS = 12
MAX_MATCHES = 500


def clean_query(text: str) -> str:
    """What to search for: no NUL (a 500 on every database), no endless text."""
    words = normal(text.replace("\0", " "))[:MAX_LENGTH].split()
    return " ".join(words[:MAX_WORDS])


def is_search_limited(request: HttpRequest) -> bool:
    """Counts one more search of this address, on whatever page; True when it is one too many."""
    return is_limited(request, group="search", key="ip")


def ranked_ids(
    pages: QuerySet, text: str, *, limit: int = MAX_MATCHES, of: type[Model] | None = None
) -> list[int]:
    """Primary keys of the `pages` that hold every word of `text`, the best match first.

    At most `limit` of them, and none where `text` holds no word. Where `pages` are rows with the
    keys of pages, `of` is the type of the pages.
    """
    model = of or pages.model
    # Both databases break on some punctuation, and Wagtail takes "a:b" for a filter; only quotes
    # (for phrases) mean anything to people.
    cleaned_text = re.sub(r'[^\w"]|_', " ", clean_query(text))
    query = parse_query_string(cleaned_text, operator="and")[1]
    if isinstance(query, Not):  # no word left: "match nothing"
        return []
    backend = get_search_backend()
    if connection.vendor == "sqlite":
        return _ranked_by_sqlite(backend, model, pages, query, limit)
    # Wagtail refuses conditions it has no word for; into a subquery it does not look.
    queryset = model.objects.filter(pk__in=pages.order_by().values("pk"))
    return [page.pk for page in backend.search(query, queryset.only("pk"))[:limit]]


def _ranked_by_sqlite(
    backend, model: type[Model], pages: QuerySet, query: SearchQuery, limit: int
) -> list[int]:
    from modelsearch.backends.database.sqlite.query import (  # noqa: PLC0415  (of SQLite alone)
        MatchExpression,
    )
    from wagtail.search.models import SQLiteFTSIndexEntry  # noqa: PLC0415  (of SQLite alone)

    compiler = backend.query_compiler_class(model.objects.all(), query)
    expression = compiler.build_search_query(query, config=compiler.get_config(backend))
    keys = pages.order_by().annotate(key=Cast("pk", CharField())).values("key")
    entries = SQLiteFTSIndexEntry.objects.filter(
        MatchExpression(compiler.FTS_TABLE_FIELDS, expression),
        index_entry__content_type=ContentType.objects.get_for_model(model),
        index_entry__object_id__in=keys,
    )
    object_ids = entries.order_by(_Rank(), "-pk").values_list("index_entry__object_id", flat=True)
    return [int(pk) for pk in object_ids[:limit]]


class _Rank(Func):
    """SQLite's bm25 (the lower the better), a word in the title counting ten times."""

    output_field = FloatField()

    def as_sql(self, compiler, connection, **extra):
        from wagtail.search.models import SQLiteFTSIndexEntry  # noqa: PLC0415  (of SQLite alone)

        # Weights of the columns in the order of the table: autocomplete, body, title.
        return f"bm25({SQLiteFTSIndexEntry._meta.db_table}, 0.0, 1.0, 10.0)", []
