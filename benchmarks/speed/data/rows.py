"""Rows by the hundred thousand: what the models do at each save would take hours."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Max, Model
from wagtail.fields import StreamField
from wagtail.models import Page

CHUNK = 2000


def insert(prototype: Model, rows: Iterable[dict]) -> None:
    """Rows like `prototype`, each with values of its own by column name.

    Of a model that inherits another (pages) only its own columns.
    """
    fields = prototype._meta.local_concrete_fields
    common = {field.attname: _stored(field, getattr(prototype, field.attname)) for field in fields}
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(prototype._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608  (names of columns)
    records = (
        [
            _stored(field, row[field.attname]) if field.attname in row else common[field.attname]
            for field in fields
        ]
        for row in rows
    )
    with connection.cursor() as cursor:
        for chunk in _chunks(records):
            cursor.executemany(sql, chunk)


def insert_pages(prototype: Page, rows: list[dict]) -> None:
    """`rows` have an `id`, and a path that is free."""
    pages = [{**row, "translation_key": _key(row["id"])} for row in rows]
    page = Page(
        **{
            field.attname: getattr(prototype, field.attname)
            for field in Page._meta.local_concrete_fields
        }
    )
    insert(page, pages)
    insert(prototype, ({**row, "page_ptr_id": row["id"]} for row in rows))


def next_pk(model: type[Model]) -> int:
    return (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def reset_sequences(*models: type[Model]) -> None:
    """PostgreSQL does not count rows that bring their keys."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def _stored(field: Field, value: object) -> object:
    if isinstance(field, StreamField) and isinstance(value, str):
        return value  # JSON already
    return field.get_db_prep_save(value, connection)


def _key(pk: int) -> str:
    """No two pages may be translations of one another."""
    return f"00000000-0000-4000-8000-{pk:012d}"


def _chunks(records: Iterator[list]) -> Iterator[list[list]]:
    while chunk := list(islice(records, CHUNK)):
        yield chunk
