"""Requests that leave nothing behind, and what they would have left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from .forms import form_for
from .site_fixture import WORDS, House
from .table import rows

WRITE = re.compile(r'\s*(INSERT|UPDATE|DELETE)(?: OR IGNORE)?(?: INTO| FROM)?\s+"(\w+)"', re.I)
OUTDATED = re.compile(r'DELETE FROM "wagtailadmin_editingsession" WHERE \S+"last_seen_at" < \S+$')
SAFE = ("GET", "HEAD", "OPTIONS")
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
    with transaction.atomic(), written(leaving=traces_of(method)) as tables:
        response = getattr(client, method.lower())(path, form)
        text = text_of(response).lower()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return Visit(
        method,
        name or path,
        said(response),
        frozenset(tables),
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


@dataclass(frozen=True)
class Statement:
    verb: str
    table: str
    rows: int
    sql: str


def traces_of(method: str) -> Callable[[Statement], bool]:
    """Whoever only looks leaves a row or renews their own. It takes a POST for one to go, or for
    several to change at once: such are of others. Editors that nobody has open any more are swept
    out by whoever opens the next."""

    def is_trace(statement: Statement) -> bool:
        adds = statement.verb == "INSERT"
        renews = statement.verb == "UPDATE" and statement.rows <= 1
        sweeps = OUTDATED.match(statement.sql) is not None
        may = adds or renews or sweeps or method.upper() not in SAFE
        return statement.table in TRACES and may

    return is_trace


@contextmanager
def written(*, leaving: Callable[[Statement], bool] = lambda statement: False):
    """The tables that statements write to meanwhile, but for those that are `leaving` a trace."""
    tables = set()

    def note(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if found := WRITE.match(str(sql)):
            statement = Statement(
                found[1].upper(), found[2], context["cursor"].rowcount, str(sql).strip()
            )
            tables.update([] if leaving(statement) else [statement.table])
        return result

    with connection.execute_wrapper(note):
        yield tables
