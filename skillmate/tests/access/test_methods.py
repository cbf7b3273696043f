"""Methods that no address is made for: nobody gets more by them than by GET and POST."""

import pytest
from django.db import connection

from .house import ROLES
from .table import rows
from .visits import Visit, visit

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what a view takes is the same on either database"
)
REFUSED = "405"


def visits(house, role: str, methods: list[str]) -> list[Visit]:
    client = house.client(role)
    client.raise_request_exception = False
    return [
        visit(client, method, house.fill(row.path), {}, name=row.path)
        for row in rows()
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
    """PUT and DELETE: Django's views of forms take the one for POST, those that delete the other.

    A POST that changes something says so with a "!", which nothing here may.
    """
    made = visits(house, role, ["PUT", "DELETE"])
    assert len(made) > 800
    assert surprises(made, walked(role)) == []


@pytest.mark.parametrize("role", ["visitor", "enrolled"])
def test_head_says_what_get_says(house, walked, role):
    known = [each for each in walked(role) if each.method == "GET"]
    assert surprises(visits(house, role, ["HEAD"]), known) == []
