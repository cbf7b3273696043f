"""Every form, with one or several of its values replaced: an answer, never a crash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.tests.budget import budget

from . import attack
from .addresses import templates
from .autocommit import one_request
from .payloads import ALL, TEXTS
from .posted import COURSE, forms_at
from .world import ROLES, World

TEMPLATES = [*templates(), *["contact/", "courses/", COURSE] * 5]
# A value of 70,000 characters is long when it is told of.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
VALUES = st.sampled_from(list(ALL.values()))
CHANGES = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["replace", "repeat", "drop"]), VALUES),
    min_size=1,
    max_size=4,
)
KINDS = [
    *("application/json", "text/plain", "application/octet-stream", "", "x", "multipart/form-data"),
    *("multipart/form-data; boundary=", "multipart/form-data; boundary=fuzz"),
    "application/x-www-form-urlencoded; charset=nope",
]
CONTENTS = [b"", b"x", b"<svg/>", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"%PDF", b"PK\3\4", b"/a,/b\r\n"]


@budget(100)
@given(
    template=st.sampled_from(TEMPLATES),
    role=st.sampled_from(ROLES),
    which=st.integers(0, 4),
    changes=CHANGES,
    in_parts=st.booleans(),
    filename=st.sampled_from(list(TEXTS.values())),
    content=st.sampled_from(CONTENTS),
)
def test_odd_form_gets_an_answer(
    world: World, template, role, which, changes, in_parts, filename, content
):
    forms = forms_at(world, template, role)
    form = forms[which % len(forms)]
    pairs, client = _changed(form.pairs, changes), world.client(role)
    files = [(name, filename, content) for name in form.files]
    with one_request():
        if files or in_parts:
            body = attack.in_parts(pairs, files)
            response = attack.post(client, form.action, body, attack.PARTS)
        else:
            response = attack.post(client, form.action, attack.encoded(pairs))
        assert attack.wrongs(response) == []


@budget(40)
@given(
    template=st.sampled_from(TEMPLATES),
    role=st.sampled_from(ROLES),
    body=VALUES,
    kind=st.sampled_from(KINDS),
)
def test_odd_body_gets_an_answer(world: World, template, role, body, kind):
    with one_request():
        response = attack.post(world.client(role), world.address(template), body, kind)
        assert attack.wrongs(response) == []


def _changed(pairs: list, changes: list) -> list:
    result = list(pairs)
    for index, change, value in changes:
        if not result:
            break
        name, _value = result[index % len(result)]
        if change == "replace":
            result[index % len(result)] = (name, value)
        elif change == "repeat":
            result.append((name, value))
        else:
            del result[index % len(result)]
    return result
