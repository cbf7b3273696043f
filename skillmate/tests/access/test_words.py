"""What is not for everyone is shown to nobody else, at any address of the site."""

import pytest
from django.db import connection

from .site_fixture import ROLES, WORDS

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="who is shown what is the same on either database"
    ),
]
# Pages that show a word to those who may read it: so many could leak it.
PLACES = {"kestrel": 100, "osprey": 20, "heron": 2, "plover": 4, "avocet": 6}


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_has_a_word_that_is_not_for_the_role(walked, role):
    not_theirs = {word for word, readers in WORDS.items() if role not in readers}
    leaks = [
        f"{visit.method} {visit.path}: {sorted(visit.words & not_theirs)}"
        for visit in walked(role)
        if visit.words & not_theirs
    ]
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("word", WORDS)
def test_the_same_addresses_show_the_word_to_its_readers(walked, word):
    shown = {role: {visit.path for visit in walked(role) if word in visit.words} for role in ROLES}
    assert {role for role, paths in shown.items() if paths} == {*WORDS[word]}
    assert len(shown["admin"]) >= PLACES[word]
