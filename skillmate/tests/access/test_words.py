"""Whatever is refused is refused in words."""

import pytest
from django.db import connection

from .site_fixture import ROLES

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="what a view says is the same on either database"
    ),
]
# A word is enough for scripts of Wagtail's, which nobody else asks.
SCRIPTS = ("/admin/api/",)


@pytest.mark.parametrize("role", ROLES)
def test_no_refusal_is_without_a_word(visits_of, role):
    visits = [visit for visit in visits_of(role) if not visit.path.startswith(SCRIPTS)]
    assert [visit.path for visit in visits if visit.is_wordless] == []
