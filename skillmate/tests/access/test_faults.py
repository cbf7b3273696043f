"""Without its caches the site answers as ever, and nobody waits; without room it can be read."""

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection, transaction

from courses.models import Category

from .faults import FAULTS, lost_caches, read_only_database

SECONDS = 2.0


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="caches are the same whatever the database"
)
@pytest.mark.parametrize("role", FAULTS)
def test_every_address_answers_in_time(site, visits_of, role):
    """What each answers is what the table says: test_table.py, of the same walk."""
    visits = [visit for visit in visits_of(role) if visit.method == "GET"]
    assert [visit.path for visit in visits if visit.is_server_error] == []
    assert [visit.path for visit in visits if visit.seconds > SECONDS] == []
    assert len(visits) > 400


@pytest.mark.parametrize("kind", ["redis", "files"])
def test_nothing_is_cached_meanwhile(kind):
    with lost_caches(kind):
        for alias in ("default", "renditions"):
            caches[alias].set("a", 1)
            assert caches[alias].get("a") is None
    caches["default"].set("a", 1)
    assert caches["default"].get("a") == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite can be told")
def test_nothing_is_written_meanwhile(db):
    with (
        read_only_database(),
        pytest.raises(OperationalError, match="readonly"),
        transaction.atomic(),
    ):
        Category.objects.create(name="Craft", slug="craft")
    Category.objects.create(name="Craft", slug="craft")
