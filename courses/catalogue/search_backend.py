"""Wagtail's search in the admin, for what people type: some of it breaks databases.

SQLite answers a quotation mark and a NUL with an error, both answer a blank or thousands of words
with one.
"""

from copy import copy

from django.db import OperationalError, connection
from modelsearch.backends import database
from wagtail.search.query import And, Or, Phrase, PlainText, SearchQuery

from web.outages import outage_of

from ..search.index import KeepsTexts
from ..search.query import clean_query


class CleanQueryMixin:
    """Put before a search backend."""

    def search(self, query: str | SearchQuery, *args, **kwargs):
        return super().search(_safe_query(query), *args, **kwargs)

    def autocomplete(self, query: str | SearchQuery, *args, **kwargs):
        return super().autocomplete(_safe_query(query), *args, **kwargs)


def SearchBackend(params: dict):  # noqa: N802  (the name Wagtail looks for)
    backend = type(database.SearchBackend(params))
    if connection.vendor == "sqlite" and not database.USE_SQLITE_FTS:
        _ask_for_index_again()
    index = type(backend.index_class.__name__, (KeepsTexts, backend.index_class), {})
    return type(backend.__name__, (CleanQueryMixin, backend), {"index_class": index})(params)


def _ask_for_index_again() -> None:
    """modelsearch takes a database that is away at the first search for one without an index, and
    searches without until the process ends. Raises OperationalError while it is away."""
    from wagtail.search.models import SQLiteFTSIndexEntry  # noqa: PLC0415  (of SQLite alone)

    database.USE_SQLITE_FTS = None
    try:
        SQLiteFTSIndexEntry.objects.exists()
    except OperationalError as error:  # there are no tables yet
        if outage_of(error):
            raise


def _safe_query(query: str | SearchQuery) -> str | SearchQuery:
    if isinstance(query, str):
        return _safe_text(query)
    if isinstance(query, PlainText | Phrase):
        query = copy(query)
        query.query_string = _safe_text(query.query_string)
    if isinstance(query, And | Or):
        return type(query)([_safe_query(subquery) for subquery in query.subqueries])
    return query


def _safe_text(text: str) -> str:
    # A dash is no word, and finds nothing; a blank is an error.
    return clean_query(text.replace('"', " ")) or "-"
