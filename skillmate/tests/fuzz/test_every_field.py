"""Every role posts everywhere, and each field is odd once: an answer, never a crash."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from skillmate.tests.cookies import kept_cookies
from web.tests.budget import LONGER

from . import attack
from .addresses import templates
from .autocommit import one_request
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
    values = cycle(ALL.values())
    failures = [
        failure
        for template in sorted({*templates()})[:: 1 if LONGER else PART]
        for response in _responses(world, template, clients, values)
        for failure in attack.wrongs(response)
    ]
    assert failures == []


def _responses(
    world: World, template: str, clients: dict[str, Client], values: Iterator
) -> Iterator[HttpResponse]:
    """Of every role as the forms are, then for each field of one that got further than others."""
    attempts_by_action: dict[str, list[tuple[int, Client, Form]]] = {}
    for role, client in clients.items():
        for form in forms_at(world, template, role):
            response = _post(client, form)
            yield response
            attempts_by_action.setdefault(form.action, []).append((_reach(response), client, form))
    for attempts in attempts_by_action.values():
        best_reach = max(reach for reach, *_rest in attempts)
        furthest = [pair for reach, *pair in attempts if reach == best_reach > AT_THE_LOGIN]
        for index in range(max((len(form.pairs) for _client, form in furthest), default=0)):
            client, form = furthest[index % len(furthest)]
            yield _post(client, form, index, next(values))


def _post(client: Client, form: Form, index: int = -1, value: attack.Value = "") -> HttpResponse:
    """With the value at `index` replaced; nothing is left of it afterwards."""
    pairs = [
        (name, value if number == index else old_value)
        for number, (name, old_value) in enumerate(form.pairs)
    ]
    with kept_cookies(client), one_request():
        if form.files:
            return attack.post(client, form.action, attack.in_parts(pairs), attack.PARTS)
        return attack.post(client, form.action, attack.encoded(pairs))


def _reach(response: HttpResponse) -> int:
    if response.status_code == 405 or urlsplit(response.get("Location", "")).path in LOGIN_PAGES:
        return AT_THE_LOGIN
    return REFUSED if response.status_code in {403, 404} else ADMITTED
