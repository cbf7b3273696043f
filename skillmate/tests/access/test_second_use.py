"""A button pressed a second time, from the page as it was: the answer says what is so by now."""

from collections.abc import Iterator

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from courses.tests.index_tasks import update_references
from skillmate.tests.cookies import kept_cookies

from .crawler import has_words
from .forms import form_for
from .site_fixture import SiteFixture
from .table import Row, rows

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="what a view says is the same on either database"
    ),
]
# Who presses, by the file of the row; of other files an administrator.
ROLES = {"learning.txt": "enrolled", "files.txt": "teacher"}
# Where the page they lead to shows what is so, without a message.
SHOWN = {
    "/accounts/logout/": "the page of a visitor",
    "/accounts/logout/?next=/learn/": "the page for signing in",
    "/admin/logout/": "the page for signing in",
    "/admin/pages/{course}/lock/": "a padlock in the list",
    "/admin/workflows/remove/{catalogue}/": "what the pages have",
    "/admin/workflows/remove/{catalogue}/{workflow}/": "what the pages have",
    "/contact/": "the thanks",
    "/learn/lessons/{lesson}/complete/": "the lesson, beside its buttons",
    "/learn/lessons/{lesson}/opened/": "nothing: a script tells where one reads",
    "/learn/lessons/{lesson}/undo/": "the lesson, beside its buttons",
    "/learn/lessons/{preview}/complete/": "the lesson, beside its buttons",
}


def pressable() -> Iterator[tuple[str, Row]]:
    for row in rows():
        role = ROLES.get(row.file, "admin")
        if row.file != "two_courses.txt" and row.expected("POST")[role].endswith("!"):
            yield role, row


def press_twice(site: SiteFixture, client: Client, row: Row) -> HttpResponseBase:
    with kept_cookies(client), transaction.atomic():
        for _press in range(2):
            update_references()
            response = client.post(site.fill(row.path), form_for(row.path, site))
        response.messages = get_messages(response.wsgi_request)._queued_messages
        transaction.set_rollback(True)
    return response


def fault(response: HttpResponseBase, row: Row) -> str:
    if response.status_code >= 500 or not has_words(response, "POST"):
        return f"{row.path}: {response.status_code} without words"
    is_redirect = response.status_code in (204, 302, 303)
    if is_redirect and not response.messages and row.path not in SHOWN:
        return f"{row.path}: leads to {getattr(response, 'url', 'nothing')} and says nothing"
    return ""


def test_second_press_of_every_button_is_answered(site, settings):
    settings.RATELIMIT_ENABLE = settings.ACCOUNT_RATE_LIMITS = False
    clients = {role: site.client(role) for role in {role for role, _row in pressable()}}
    for client in clients.values():
        client.raise_request_exception = False
    pressed = [(press_twice(site, clients[role], row), row) for role, row in pressable()]
    assert len(pressed) > 50
    assert [text for response, row in pressed if (text := fault(response, row))] == []
    assert {row.path for _response, row in pressed} >= SHOWN.keys()
