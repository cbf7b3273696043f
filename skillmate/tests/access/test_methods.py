"""Methods that no address is made for: answered as GET is or refused, and never a change.

Each role comes to each address with another of them; with every one of them by `FUZZ=1 pytest …`,
which takes minutes.
"""

import pytest
from django.db import connection

from skillmate.tests.fuzz.budget import LONGER

from .house import ROLES, WORDS
from .table import rows
from .visits import Visit, visit

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what a view takes is the same on either database"
)
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND")
REFUSED = {"login", "gate", "door", "home", "403", "404", "405"}


def methods_for(place: int, role: str) -> tuple[str, ...]:
    return METHODS if LONGER else (METHODS[(place + ROLES.index(role)) % len(METHODS)],)


@pytest.mark.parametrize("role", ROLES)
def test_other_methods_give_no_more_than_get_and_change_nothing(house, walked, role):
    got = {(each.method, each.path): each for each in walked(role)}
    client = house.client(role)
    client.raise_request_exception = False
    visits = [
        visit(client, method, house.fill(row.path), {}, name=row.path)
        for place, row in enumerate(rows())
        for method in methods_for(place, role)
    ]
    wrong = [
        f"{one.method} {one.path} as {role}: {each}"
        for one in visits
        for each in wrongs(one, got["GET", one.path], got["POST", one.path], role)
    ]
    assert not wrong, "\n".join(wrong)
    assert len(visits) > 400


def wrongs(one: Visit, get: Visit, post: Visit, role: str) -> list[str]:
    """What is wrong with an answer, beside those that GET and POST got at the same address."""
    found = []
    if one.broke or one.wrote:
        found.append(f"{one.said}, writes {sorted(one.wrote)}")
    if leaks := {word for word in one.words if role not in WORDS[word]}:
        found.append(f"tells {sorted(leaks)}")
    # Some of Wagtail's pages know no HEAD, which gives away nothing.
    as_get = (one.said, one.caching) == (get.said, get.caching)
    if one.method == "HEAD" and one.said != "405" and not as_get:
        found.append(f"{one.said} {one.caching}; GET: {get.said} {get.caching}")
    # OPTIONS tells everyone which methods there are, and no more: see the words above.
    if one.method != "OPTIONS" and {get.said, post.said} <= REFUSED and one.said not in REFUSED:
        found.append(f"{one.said}, where GET is {get.said} and POST {post.said}")
    return found
