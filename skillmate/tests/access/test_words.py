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


@pytest.mark.parametrize("role", ROLES)
def test_the_same_addresses_show_a_word_to_its_readers(walked, role):
    paths = {word: {visit.path for visit in walked(role) if word in visit.words} for word in WORDS}
    assert {word for word in WORDS if paths[word]} == {
        word for word, readers in WORDS.items() if role in readers
    }
    if role == "admin":
        assert {word: len(paths[word]) >= PLACES[word] for word in WORDS} == dict.fromkeys(
            WORDS, True
        )
