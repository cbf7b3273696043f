"""Every role posts everywhere, and each field is odd once: an answer, never a crash."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from . import attack
from .addresses import templates
from .autocommit import one_request
from .budget import LONGER
from .forms import Form
from .payloads import ALL
from .posted import forms_at
from .world import ROLES, World

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL refuses what SQLite takes"
)
LOGIN_PAGES = ("/accounts/login/", "/admin/login/", "/admin/")
# All of them take four minutes: with `FUZZ=1`.
PART = 16
AT_THE_LOGIN, REFUSED, ADMITTED = range(3)


def test_every_field_may_be_odd(world: World):
    clients = {role: world.client(role) for role in ROLES}
    for client in clients.values():
        client.raise_request_exception = False
    odd = cycle(ALL.values())
    failures = [
        failure
        for template in sorted({*templates()})[:: 1 if LONGER else PART]
        for response in _responses(world, template, clients, odd)
        for failure in attack.wrongs(response)
    ]
    assert failures == []


def _responses(
    world: World, template: str, clients: dict[str, Client], odd: Iterator
) -> Iterator[HttpResponse]:
    """Of every role as the forms are, then for each field of one that got further than others."""
    further: dict[str, list[tuple[int, Client, Form]]] = {}
    for role, client in clients.items():
        for form in forms_at(world, template, role):
            response = _posted(client, form)
            yield response
            further.setdefault(form.action, []).append((_how_far(response), client, form))
    for tries in further.values():
        furthest = max(far for far, *_way in tries)
        ways = [way for far, *way in tries if far == furthest > AT_THE_LOGIN]
        for place in range(max((len(form.pairs) for _client, form in ways), default=0)):
            client, form = ways[place % len(ways)]
            yield _posted(client, form, place, next(odd))


def _posted(client: Client, form: Form, place: int = -1, odd: attack.Value = "") -> HttpResponse:
    """With the pair at `place` replaced; nothing is left of it afterwards."""
    pairs = [
        (name, odd if number == place else value) for number, (name, value) in enumerate(form.pairs)
    ]
    cookies = client.cookies.output(header="", sep=";")
    with one_request():
        if form.files:
            response = attack.post(client, form.action, attack.in_parts(pairs), attack.PARTS)
        else:
            response = attack.post(client, form.action, attack.encoded(pairs))
    client.cookies.clear()
    client.cookies.load(cookies)
    return response


def _how_far(response: HttpResponse) -> int:
    if response.status_code == 405 or urlsplit(response.get("Location", "")).path in LOGIN_PAGES:
        return AT_THE_LOGIN
    return REFUSED if response.status_code in {403, 404} else ADMITTED
