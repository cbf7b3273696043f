"""Role × address × method: everything the site answers at, and who gets what there."""

import os

import pytest
from django.db import connection
from django.urls import Resolver404, resolve

from .routes import routes
from .site_fixture import ROLES
from .table import rows

pytestmark = pytest.mark.both_databases

METHODS = ("GET", "POST")
HINT = "Add a line to skillmate/tests/access/rows/%s, as the README.md there says."


def route_of(path: str) -> str:
    try:
        return resolve(path.partition("?")[0]).route
    except Resolver404:
        return ""


def test_every_address_has_a_row(site):
    files = {route_of(site.fill(row.path)): row.file for row in rows()}
    messages = [
        f"/{route} has no row: nobody said who may have it. {HINT % nearest(route, files)}"
        for route in sorted(routes() - files.keys())
    ]
    assert not messages, "\n".join(messages)


def nearest(route: str, files: dict[str, str]) -> str:
    """The file where addresses begin most alike."""
    alike = max(files, key=lambda candidate: len(os.path.commonprefix([route, candidate])))
    return files[alike] if alike[:1] == route[:1] else "site.txt"


def test_address_without_a_row_is_told_where_it_belongs(site):
    files = {route_of(site.fill(row.path)): row.file for row in rows()}
    assert nearest("learn/courses/<int:course_id>/forget/", files) == "learning.txt"
    assert nearest("accounts/export/", files) == "accounts.txt"
    assert nearest("new/", files) == "site.txt"
    assert nearest("admin/reports/activity/", files) == "admin_courses.txt"


def test_no_row_is_written_twice():
    paths = [row.path for row in rows()]
    assert sorted(paths) == sorted(set(paths))


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="who may do what is the same on either database"
)
@pytest.mark.parametrize("role", ROLES)
def test_role_gets_what_the_table_says(site, visits_of, role):
    expected = {
        (method, row.path): row.expected(method)[role] for row in rows() for method in METHODS
    }
    outcomes = {(visit.method, visit.path): visit.outcome for visit in visits_of(role)}
    mismatches = [
        f"{method} {path}: the table says {expected[method, path]}, {role} got {outcome}"
        for (method, path), outcome in outcomes.items()
        if outcome != expected[method, path]
    ]
    assert not mismatches, "\n".join(mismatches)
    assert outcomes.keys() == expected.keys()
