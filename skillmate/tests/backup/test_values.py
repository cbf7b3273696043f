"""What one database has written, as the other writes it."""

import pytest
from django.db import models

from skillmate.backup.conversion import tables, values
from skillmate.backup.exceptions import BackupRefusal

UUID = "abcdef0123456789abcdef0123456789"


@pytest.mark.parametrize(
    ("field", "stored", "written"),
    [
        (models.BooleanField(), 1, True),
        (models.BooleanField(), 0, False),
        (models.BinaryField(), b"\0\xff", b"\0\xff"),
        (models.FloatField(), 0.1, 0.1),
        (models.DateTimeField(), "2026-03-29 01:30:00.000001", "2026-03-29 01:30:00.000001+00"),
        (models.DurationField(), 90_000_000_001, "90000000001 microseconds"),
        (models.UUIDField(), UUID, UUID),
        (models.TextField(), "\0a\0", "\ufffda\ufffd"),
        (models.JSONField(), r'"\u0000 \\u0000 \\\u0000"', r'"\ufffd \\u0000 \\\ufffd"'),
        (models.JSONField(), r'"\ud83c\udf93 \uD83C \udf93"', r'"\ud83c\udf93 \ufffd \ufffd"'),
        (models.JSONField(), r'"\u00e9 \n"', r'"\u00e9 \n"'),
    ],
)
def test_sqlite_to_postgresql(field, stored, written):
    assert values.to_postgresql(field)(stored) == written


@pytest.mark.parametrize(
    ("field", "written", "stored"),
    [
        (models.BooleanField(), "t", 1),
        (models.BooleanField(), "f", 0),
        (models.BinaryField(), r"\x00ff", b"\0\xff"),
        (models.FloatField(), "1e+300", 1e300),
        (models.BigIntegerField(), str(-(2**63)), -(2**63)),
        (models.DateTimeField(), "2026-03-29 03:30:00.5+02", "2026-03-29 01:30:00.500000"),
        (models.DateTimeField(), "1890-01-01 00:53:28+00:53:28", "1890-01-01 00:00:00"),
        (models.DurationField(), "1 day 01:00:00.000001", 90_000_000_001),
        (models.DurationField(), "-00:00:01", -1_000_000),
        (models.UUIDField(), "abcdef01-2345-6789-abcd-ef0123456789", UUID),
        (models.TextField(), "é\n", "é\n"),
        (models.JSONField(), '{"é": 1.10}', r'{"\u00e9": 1.1}'),
        (models.JSONField(), "null", "null"),
        (models.JSONField(), "1" + "0" * 400 + ".5", "1" + "0" * 400 + ".5"),
    ],
)
def test_postgresql_to_sqlite(field, written, stored):
    assert values.to_sqlite(field)(written) == stored


def test_every_column_of_the_site_can_be_taken():
    for model in tables.models().values():
        for field in tables.columns(model).values():
            assert values.to_postgresql(field)
            assert values.to_sqlite(field)


def test_a_column_nobody_knows_is_refused():
    class Shape(models.Field):
        def get_internal_type(self) -> str:
            return "ShapeField"

    field = Shape()
    field.column, field.model = "outline", next(iter(tables.models().values()))
    with pytest.raises(BackupRefusal, match="Columns of the type ShapeField"):
        values.to_sqlite(field)
