"""Requests that leave nothing behind, and what they would have left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from .forms import form_for
from .house import WORDS, House
from .table import rows

WRITE = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.I)
# What a visit may write, whoever comes and however: no content, and nobody else's.
TRACES = {
    "django_session": "who is signed in, and messages that wait to be shown",
    "usersessions_usersession": "where an account is signed in, to be shown to its owner",
    "wagtailadmin_editingsession": "who has an editor open now, told to whoever opens it, too",
    "wagtailusers_userprofile": "default preferences, when the toolbar is first shown to somebody",
    "wagtailcore_pagesubscription": "whether comments on a page are mailed to whoever edits it: no",
    "media_customrendition": "a picture in another size, which is a cache",
}
LEADS = {
    "/accounts/login/": "login",
    "/_util/login/": "gate",
    "/admin/login/": "door",
    "/admin/": "home",
}
walks: dict[str, list[Visit]] = {}


@dataclass(frozen=True)
class Visit:
    """`said` is a status, or the door a redirect leads to; `wrote` the tables written, traces
    apart; `words` those of `WORDS` that the answer had in it; `caching` what it tells caches."""

    method: str
    path: str
    said: str
    wrote: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    caching: str = ""

    @property
    def broke(self) -> bool:
        return self.said.startswith("5")

    @property
    def outcome(self) -> str:
        return f"{self.said}!" if self.wrote else self.said


def walk(house: House, role: str) -> list[Visit]:
    """GET and POST at every row of the table. Done once a run: it takes seconds."""
    if role not in walks:
        walks[role] = [*_walk(house, role)]
    return walks[role]


def _walk(house: House, role: str) -> Iterator[Visit]:
    client = house.client(role)
    client.raise_request_exception = False
    for row in rows():
        path = house.fill(row.path)
        for method in ("GET", "POST"):
            form = form_for(row.path, house) if method == "POST" else {}
            yield visit(client, method, path, form, name=row.path)


def visit(client: Client, method: str, path: str, form: dict, *, name: str = "") -> Visit:
    cookies = client.cookies.output(header="", sep=";")
    with transaction.atomic(), written() as tables:
        response = getattr(client, method.lower())(path, form)
        text = text_of(response).lower()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return Visit(
        method,
        name or path,
        said(response),
        frozenset(tables - TRACES.keys()),
        frozenset(word for word in WORDS if word in text),
        f"{response.get('Cache-Control', '')}; varies by {response.get('Vary', 'nothing')}",
    )


def text_of(response: HttpResponseBase) -> str:
    """Headers and body."""
    body = b"".join(response) if response.streaming else response.content
    return f"{response.headers}\n{body.decode(errors='replace')}"


def said(response: HttpResponseBase) -> str:
    if response.status_code in (302, 303):
        lead = LEADS.get(urlsplit(response.url).path)
        return lead or str(response.status_code)
    return str(response.status_code)


@contextmanager
def written():
    """The tables that statements write to meanwhile."""
    tables = set()

    def note(execute, sql, params, many, context):
        if found := WRITE.match(str(sql)):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables
