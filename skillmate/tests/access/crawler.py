"""Requests that leave nothing behind, and what they would have left."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils.html import strip_tags

from courses.tests.index_tasks import update_references
from skillmate.tests.cookies import kept_cookies
from skillmate.tests.landmarks import repeated_landmarks

from .faults import fault_of
from .forms import form_for
from .site_fixture import SECRET_WORDS, SiteFixture
from .table import rows

WRITE = re.compile(r'\s*(INSERT|UPDATE|DELETE)(?: OR IGNORE)?(?: INTO| FROM)?\s+"(\w+)"', re.I)
OUTDATED = re.compile(r'DELETE FROM "wagtailadmin_editingsession" WHERE \S+"last_seen_at" < \S+$')
WORD = re.compile(r"[^\W\d_]{2,}")
SAFE = ("GET", "HEAD", "OPTIONS")
# What a visit may write, whoever comes and however: no content, and nobody else's.
MIN_WORDS = 2
TRACES = {
    "django_session": "who is signed in, and messages that wait to be shown",
    "usersessions_usersession": "where an account is signed in, to be shown to its owner",
    "wagtailadmin_editingsession": "who has an editor open now, told to whoever opens it, too",
    "wagtailusers_userprofile": "default preferences, when the toolbar is first shown to somebody",
    "wagtailcore_pagesubscription": "whether comments on a page are mailed to whoever edits it: no",
    "media_customrendition": "a picture in another size, which is a cache",
    "media_renditionrequest": "a picture that the worker is to make",
}
REDIRECT_NAMES = {
    "/accounts/login/": "login",
    "/_util/login/": "util-login",
    "/admin/login/": "admin-login",
    "/admin/": "home",
}
visits_by_role: dict[str, list[Visit]] = {}


@dataclass(frozen=True)
class Visit:
    """`status` is a status, or the name of where a redirect leads; `written_tables` leaves traces
    out; `secret_words` are those in the response; `caching` is what it tells caches; `seconds` are
    those of the CPU. With `is_wordless` it is refused, and nothing is said."""

    method: str
    path: str
    status: str
    written_tables: frozenset[str] = frozenset()
    secret_words: frozenset[str] = frozenset()
    caching: str = ""
    seconds: float = 0.0
    repeated_landmarks: tuple[tuple[str, str], ...] = ()
    is_wordless: bool = False

    @property
    def is_server_error(self) -> bool:
        # /readyz says by 503 what the site has not, such as a worker in tests.
        return self.status.startswith("5") and self.path != "/readyz"

    @property
    def outcome(self) -> str:
        return f"{self.status}!" if self.written_tables else self.status


def walk(site: SiteFixture, role: str) -> list[Visit]:
    """GET and POST at every row of the table. Done once a run: it takes seconds."""
    if role not in visits_by_role:
        client = site.client(role)
        client.raise_request_exception = False
        update_references()  # while the database still takes it
        with fault_of(role):
            visits = [*_walk(site, client, "GET")]
        visits_by_role[role] = [*visits, *_walk(site, client, "POST")]
    return visits_by_role[role]


def _walk(site: SiteFixture, client: Client, method: str) -> Iterator[Visit]:
    for row in rows():
        form = form_for(row.path, site) if method == "POST" else {}
        yield send(client, method, site.fill(row.path), form, name=row.path)


def send(client: Client, method: str, path: str, form: dict, *, name: str = "") -> Visit:
    update_references()  # what came before, which is nothing that this visit writes
    started = time.process_time()
    with (
        kept_cookies(client),
        transaction.atomic(),
        watch_writes(is_trace=traces_of(method)) as tables,
    ):
        response = getattr(client, method.lower())(path, form)
        seconds = time.process_time() - started
        page = text_of(response)
        text = page.lower()
        if response.status_code == HTTPStatus.NOT_FOUND:
            text = text.replace(path.lower(), "")  # where its link for signing in leads back to
        transaction.set_rollback(True)
    return Visit(
        method,
        name or path,
        status_of(response),
        frozenset(tables),
        frozenset(word for word in SECRET_WORDS if word in text),
        f"{response.get('Cache-Control', '')}; varies by {response.get('Vary', 'nothing')}",
        seconds,
        tuple(repeated_landmarks(page)) if "<html" in page else (),
        not has_words(response, method),
    )


def has_words(response: HttpResponseBase, method: str) -> bool:
    """If it is refused: enough of them for a sentence, on a page or for a script."""
    if response.status_code < HTTPStatus.BAD_REQUEST or method == "HEAD":
        return True
    body = b"" if response.streaming else response.content
    return len(WORD.findall(strip_tags(body.decode(errors="replace")))) > MIN_WORDS


def text_of(response: HttpResponseBase) -> str:
    """Headers and body."""
    body = b"".join(response) if response.streaming else response.content
    return f"{response.headers}\n{body.decode(errors='replace')}"


def status_of(response: HttpResponseBase) -> str:
    if response.status_code in (302, 303):
        name = REDIRECT_NAMES.get(urlsplit(response.url).path)
        return name or str(response.status_code)
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
        is_insert = statement.verb == "INSERT"
        is_renewal = statement.verb == "UPDATE" and statement.rows <= 1
        is_sweep = OUTDATED.match(statement.sql) is not None
        is_allowed = is_insert or is_renewal or is_sweep or method.upper() not in SAFE
        return statement.table in TRACES and is_allowed

    return is_trace


@contextmanager
def watch_writes(*, is_trace: Callable[[Statement], bool] = lambda statement: False):
    """The tables that statements write to meanwhile, but for those of which `is_trace` is true."""
    tables = set()

    def record(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if match := WRITE.match(str(sql)):
            statement = Statement(
                match[1].upper(), match[2], context["cursor"].rowcount, str(sql).strip()
            )
            tables.update([] if is_trace(statement) else [statement.table])
        return result

    with connection.execute_wrapper(record):
        yield tables
