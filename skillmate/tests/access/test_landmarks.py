"""No page of the site and of its admin has two landmarks of one kind and name."""

import pytest
from django.db import connection

from skillmate.tests.landmarks import landmarks, repeated_landmarks

from .site_fixture import ROLES

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="pages are put together alike on either database"
    ),
]

PAGE = """
    <main><h1 id="a">All <b>courses</b></h1><section aria-labelledby="a"></section></main>
    <nav aria-label="Main"></nav><form></form><form role="search" aria-label="Site"></form>
    <nav aria-label="Main"></nav><script><nav></nav></script><div role="region"></div>
"""


def test_landmarks_are_read_off_a_page():
    expected = [("main", ""), ("region", "All courses"), ("navigation", "Main")]
    assert landmarks(PAGE) == [*expected, ("search", "Site"), ("navigation", "Main")]
    assert repeated_landmarks(PAGE) == [("navigation", "Main")]


@pytest.mark.parametrize("role", ROLES)
def test_every_landmark_is_there_once_or_has_a_name_of_its_own(visits_of, role):
    repeated = [
        f"{visit.method} {visit.path}: {visit.repeated_landmarks}"
        for visit in visits_of(role)
        if visit.repeated_landmarks
    ]
    assert not repeated, "\n".join(repeated)
