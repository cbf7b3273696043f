"""Methods that no address is made for: nobody gets more by them than by GET and POST."""

import pytest
from django.db import connection

from .crawler import Visit, visit
from .site_fixture import ROLES
from .table import rows

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="what a view takes is the same on either database"
    ),
]
REFUSED = "405"


def visits(house, role: str, methods: list[str], *, of_the_admin: bool) -> list[Visit]:
    client = house.client(role)
    client.raise_request_exception = False
    return [
        visit(client, method, house.fill(row.path), {}, name=row.path)
        for row in rows()
        if row.path.startswith("/admin/") == of_the_admin
        for method in methods
    ]


def surprises(made: list[Visit], known: list[Visit]) -> list[str]:
    """Where what is `made` does, says or shows what none of the visits `known` does there."""
    said = {each.path: {REFUSED} for each in known}
    words = {each.path: set() for each in known}
    for each in known:
        said[each.path].add(each.said)
        words[each.path] |= each.words
    return [
        f"{each.method} {each.path}: {each.outcome} {[*each.words]}, not {said[each.path]}"
        for each in made
        if each.outcome not in said[each.path] or each.words - words[each.path]
    ]


@pytest.mark.parametrize("role", ROLES)
def test_unknown_methods_change_nothing_and_get_no_further(house, walked, role):
    """Django's views of forms take PUT for POST, and those that delete take DELETE.

    A POST that changes something says so with a "!", which nothing here may.
    """
    made = visits(house, role, ["PUT", "PATCH", "DELETE"], of_the_admin=False)
    assert len(made) > 300
    assert surprises(made, walked(role)) == []


def test_the_admin_refuses_unknown_methods_before_it_asks_who_comes(house, walked):
    made = visits(house, "admin", ["DELETE"], of_the_admin=True)
    assert len(made) > 300
    taken = {"/admin/dismissibles/"}  # it keeps what one has seen, by PATCH
    assert {each.path: each.outcome for each in made if each.outcome != REFUSED}.keys() <= taken


@pytest.mark.parametrize("role", ["visitor", "enrolled"])
def test_head_says_what_get_says(house, walked, role):
    known = [each for each in walked(role) if each.method == "GET"]
    for of_the_admin in (True, False):
        made = visits(house, role, ["HEAD"], of_the_admin=of_the_admin)
        assert surprises(made, known) == []
