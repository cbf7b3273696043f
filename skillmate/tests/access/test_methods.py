"""Methods that no address is made for: refused or answered, never an error and never a change."""

import pytest
from django.db import connection

from .table import rows
from .visits import visit

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what a view takes is the same on either database"
)


@pytest.mark.parametrize(
    ("role", "area", "methods"),
    [
        ("visitor", "", ["HEAD"]),
        ("enrolled", "site", ["HEAD", "OPTIONS", "PUT", "DELETE"]),
        ("admin", "", ["PUT", "DELETE"]),
    ],
)
def test_other_methods_change_nothing_and_break_nothing(house, walked, role, area, methods):
    client = house.client(role)
    client.raise_request_exception = False
    visits = [
        visit(client, method, house.fill(row.path), {}, name=row.path)
        for row in rows()
        if not (area and row.path.startswith("/admin/"))
        for method in methods
    ]
    assert [each for each in visits if each.wrote or each.broke] == []
    assert len(visits) > 400
