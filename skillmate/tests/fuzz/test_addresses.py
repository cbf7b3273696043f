"""Every address with odd parameters: an answer, never a crash.

As it is, `payloads/test_every_page.py` visits it.
"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.tests.budget import LONGER, budget

from . import attack
from .addresses import templates
from .autocommit import one_request
from .names import QUERY
from .payloads import ALL
from .world import ROLES, World

TEMPLATES = [template for template in templates() if template != "readyz"]  # 503: no worker here
PART = 3  # all of them with `FUZZ=1`
# A value of 70,000 characters is long when it is told of.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
VALUES = st.sampled_from(list(ALL.values()))
PAIRS = st.lists(st.tuples(st.sampled_from(QUERY), VALUES), min_size=1, max_size=4)
PARAMETER = re.compile(r"%\((\w+)\)s")


def test_every_address_answers_to_every_name(world: World):
    """All parameters that anybody looks for at once, each with another odd value."""
    client, values = world.client("admin"), list(ALL.values())
    failures = {}
    for place, template in enumerate(TEMPLATES[:: 1 if LONGER else PART]):
        odd = [values[(place + number * 7) % len(values)] for number in range(len(QUERY))]
        pairs = [(name, value[:100]) for name, value in zip(QUERY, odd, strict=True)]
        with one_request():
            response = attack.get(client, world.address(template), pairs)
            if messages := attack.wrongs(response):
                failures[template] = messages
    assert failures == {}


@budget(60)
@given(template=st.sampled_from(TEMPLATES), role=st.sampled_from(ROLES), pairs=PAIRS)
def test_odd_query_gets_an_answer(world: World, template, role, pairs):
    with one_request():
        assert attack.wrongs(attack.get(world.client(role), world.address(template), pairs)) == []


@budget(40)
@given(
    template=st.sampled_from([template for template in TEMPLATES if "%(" in template]),
    role=st.sampled_from(ROLES),
    method=st.sampled_from(["GET", "POST"]),
    place=st.integers(0, 5),
    value=VALUES,
)
def test_odd_address_gets_an_answer(world: World, template, role, method, place, value):
    names = PARAMETER.findall(template)
    raw = value if isinstance(value, bytes) else value.encode()
    odd = {names[place % len(names)]: quote_from_bytes(raw[:2000], safe="")}
    with one_request():
        response = attack.sent(world.client(role), method, world.address(template, **odd))
        assert attack.wrongs(response) == []
