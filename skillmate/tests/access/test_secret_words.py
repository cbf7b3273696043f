"""What is not for everyone is shown to nobody else, at any address of the site."""

import pytest
from django.db import connection

from .site_fixture import ROLES, SECRET_WORDS

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="who is shown what is the same on either database"
    ),
]
# Pages that show a word to those who may read it: so many could leak it.
MINIMUM_PATHS = {"kestrel": 100, "osprey": 20, "heron": 2, "plover": 4, "avocet": 6}


@pytest.mark.parametrize("role", ROLES)
def test_no_response_has_a_word_that_is_not_for_the_role(visits_of, role):
    forbidden_words = {word for word, readers in SECRET_WORDS.items() if role not in readers}
    leaks = [
        f"{visit.method} {visit.path}: {sorted(visit.secret_words & forbidden_words)}"
        for visit in visits_of(role)
        if visit.secret_words & forbidden_words
    ]
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("role", ROLES)
def test_the_same_addresses_show_a_word_to_its_readers(visits_of, role):
    paths = {
        word: {visit.path for visit in visits_of(role) if word in visit.secret_words}
        for word in SECRET_WORDS
    }
    assert {word for word in SECRET_WORDS if paths[word]} == {
        word for word, readers in SECRET_WORDS.items() if role in readers
    }
    if role == "admin":
        assert {
            word: len(paths[word]) >= MINIMUM_PATHS[word] for word in SECRET_WORDS
        } == dict.fromkeys(SECRET_WORDS, True)
