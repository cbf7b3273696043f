"""Methods that no address is made for: nobody gets more by them than by GET and POST."""

import pytest
from django.db import connection

from .crawler import Visit, send
from .table import rows

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="what a view takes is the same on either database"
    ),
]
REFUSED = "405"


def send_methods(site, role: str, methods: list[str], *, in_admin: bool) -> list[Visit]:
    client = site.client(role)
    client.raise_request_exception = False
    return [
        send(client, method, site.fill(row.path), {}, name=row.path)
        for row in rows()
        if row.path.startswith("/admin/") == in_admin
        for method in methods
    ]


def surprises(visits: list[Visit], known_visits: list[Visit]) -> list[str]:
    """Where one of `visits` does, says or shows what none of `known_visits` does there."""
    outcomes = {visit.path: {REFUSED} for visit in known_visits}
    words_by_path = {visit.path: set() for visit in known_visits}
    for visit in known_visits:
        outcomes[visit.path].add(visit.status)
        words_by_path[visit.path] |= visit.secret_words
    return [
        f"{visit.method} {visit.path}: {visit.outcome} {[*visit.secret_words]}, "
        f"not {outcomes[visit.path]}"
        for visit in visits
        if visit.outcome not in outcomes[visit.path]
        or visit.secret_words - words_by_path[visit.path]
    ]


@pytest.mark.parametrize("role", ["visitor", "enrolled", "other", "admin"])
def test_unknown_methods_change_nothing_and_get_no_further(site, visits_of, role):
    """Django's views of forms take PUT for POST, and those that delete take DELETE.

    A POST that changes something says so with a "!", which nothing here may.
    """
    visits = send_methods(site, role, ["PUT", "DELETE"], in_admin=False)
    assert len(visits) > 200
    assert surprises(visits, visits_of(role)) == []
    assert [visit.path for visit in visits if visit.is_wordless] == []


def test_the_admin_refuses_unknown_methods_before_it_asks_who_comes(site, visits_of):
    visits = send_methods(site, "admin", ["DELETE"], in_admin=True)
    assert len(visits) > 300
    allowed = {"/admin/dismissibles/"}  # it keeps what one has seen, by PATCH
    assert {
        visit.path: visit.outcome for visit in visits if visit.outcome != REFUSED
    }.keys() <= allowed


@pytest.mark.parametrize("role", ["visitor", "enrolled"])
def test_head_says_what_get_says(site, visits_of, role):
    known_visits = [visit for visit in visits_of(role) if visit.method == "GET"]
    for in_admin in (True, False):
        visits = send_methods(site, role, ["HEAD"], in_admin=in_admin)
        assert surprises(visits, known_visits) == []
