"""How one database writes down what the other does, by the type of the column.

Below Django's fields, which say what a value means to the site: a field may drop what it does not
know, and a row has to arrive as it was. None stays None and is not asked about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

from django.db.models import Field
from django.utils.dateparse import parse_duration
from django.utils.duration import duration_microseconds
from django.utils.translation import gettext as _

from ..exceptions import BackupRefusal

Convert = Callable[[object], object]

REPLACEMENT = "\ufffd"
# A pair of surrogates is a character, one alone is none; a backslash is one where it is not itself
# what another one stands before.
JSON_ESCAPE = re.compile(
    r"(?P<pair>\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)"
    r"|(?P<bad>\\u0000|\\u[dD][89a-fA-F]\w\w)|\\."
)
SUSPECT_JSON = re.compile(r"\\u(0000|[dD][89a-fA-F])")


def to_postgresql(field: Field) -> Convert:
    """What SQLite has stored, as PostgreSQL reads it."""
    return _of(_TO_POSTGRESQL, field)


def to_sqlite(field: Field) -> Convert:
    """What `COPY` has written, as Django stores it in SQLite."""
    return _of(_TO_SQLITE, field)


def column_type(field: Field) -> str:
    """Django's name of it; of a reference, of what it refers to."""
    while field.remote_field:
        field = field.target_field
    return field.get_internal_type()


def _of(converters: dict[str, Convert], field: Field) -> Convert:
    try:
        return converters[column_type(field)]
    except KeyError as error:
        raise BackupRefusal(
            _("Columns of the type %(type)s (%(column)s) cannot be taken into another database.")
            % {"type": column_type(field), "column": f"{field.model._meta.db_table}.{field.column}"}
        ) from error


def clean_text(value: str) -> str:
    """Without NUL, which PostgreSQL has no place for."""
    return value.replace("\0", REPLACEMENT)


def clean_json(text: str) -> str:
    """Without NUL, and half a character beyond the first 65,536."""
    return JSON_ESCAPE.sub(_clean_escape, text) if SUSPECT_JSON.search(text) else text


def may_replace(convert: Convert) -> bool:
    """Whether a text may come out as another."""
    return convert in {clean_text, clean_json}


def _clean_escape(match: re.Match) -> str:
    return r"\ufffd" if match["bad"] else match[0]


def _json_as_django_writes_it(text: str) -> str:
    try:
        return json.dumps(json.loads(text), allow_nan=False)
    except ValueError:  # a number beyond what Python counts with
        return text


def _utc(text: str) -> str:
    return str(datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None))


def _same(value: object) -> object:
    return value


_INTEGERS = [
    *("AutoField", "BigAutoField", "SmallAutoField", "BigIntegerField", "IntegerField"),
    *("PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"),
    "SmallIntegerField",
]
_TEXTS = ["CharField", "FileField", "FilePathField", "GenericIPAddressField", "SlugField"]
_TEXTS += ["TextField"]

_TO_POSTGRESQL = {
    **dict.fromkeys(_INTEGERS, _same),
    **dict.fromkeys(_TEXTS, clean_text),
    **dict.fromkeys(["DateField", "FloatField", "TimeField", "UUIDField", "DecimalField"], _same),
    "BinaryField": _same,
    "BooleanField": bool,
    "DateTimeField": "{}+00".format,
    "DurationField": "{} microseconds".format,
    "JSONField": clean_json,
}
_TO_SQLITE = {
    **dict.fromkeys(_INTEGERS, int),
    **dict.fromkeys(_TEXTS, _same),
    **dict.fromkeys(["DateField", "DecimalField", "TimeField"], _same),
    "BinaryField": lambda text: bytes.fromhex(text[2:]),
    "BooleanField": "t".__eq__,
    "DateTimeField": _utc,
    "DurationField": lambda text: duration_microseconds(parse_duration(text)),
    "FloatField": float,
    "JSONField": _json_as_django_writes_it,
    "UUIDField": lambda text: text.replace("-", ""),
}
