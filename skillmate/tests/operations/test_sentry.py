"""What Sentry receives, byte by byte: asked of a stand-in that speaks its protocol."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import brotli
import pytest
import sentry_sdk
from django.conf import settings as site
from django.contrib.auth.models import User
from django.test import Client

from skillmate.operations import sentry
from skillmate.tests.operations.planted import PLANTED, SECRETS, breaking_request
from skillmate.tests.operations.test_error_reports import TOLD
from skillmate.tests.test_settings import COMPLETE
from skillmate.version import VERSION

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("skillmate.tests.operations.test_error_reports"),
]


# The SDK takes the best that is installed.
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


class Envelopes(BaseHTTPRequestHandler):
    """https://develop.sentry.dev/sdk/data-model/envelopes/: takes them, and keeps all bytes."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        body = DECODERS[self.headers["Content-Encoding"]](body)
        self.server.received.append(f"{self.path}\n{self.headers}\n".encode() + body)
        self.server.envelopes.append(body)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(settings) -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Envelopes) as server:
        server.received, server.envelopes = [], []
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        settings.SENTRY_DSN = f"http://public@127.0.0.1:{server.server_port}/1"
        sentry.start(settings.SENTRY_DSN)
        yield server
        sentry_sdk.get_client().close(timeout=1)
        sentry_sdk.get_global_scope().set_client(None)
        server.shutdown()
        thread.join()


def only_event(server) -> dict:
    sentry_sdk.flush(timeout=5)
    [envelope] = server.envelopes
    _header, item, payload, *rest = envelope.split(b"\n")
    assert (json.loads(item)["type"], rest) in [("event", []), ("event", [b""])]
    return json.loads(payload)


def test_event_holds_the_place_and_nothing_that_was_sent(server):
    person = User.objects.create(username=PLANTED["name"], email=PLANTED["address"])
    client = Client(raise_request_exception=False)
    client.force_login(person)
    response = breaking_request(client)
    assert TOLD in response.content.decode()
    event = only_event(server)
    assert event["transaction"] == "POST breaks"
    assert event["tags"] == {"request_id": response["X-Request-ID"]}
    assert event["release"] == f"skillmate@{VERSION}"
    [error] = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "<left out>")
    last = error["stacktrace"]["frames"][-1]
    assert (last["function"], "vars" in last) == ("breaks", False)
    assert {*event} <= sentry.PASSED
    everything = b"".join(server.received).decode()
    assert [secret for secret in [*SECRETS, f'"{person.pk}"'] if secret in everything] == []


def test_what_others_add_by_the_sdk_is_not_sent(server):
    with sentry_sdk.new_scope() as scope:
        scope.set_user({"email": PLANTED["address"]})
        scope.set_extra("form", PLANTED["password"])
        scope.set_context("request", {"url": PLANTED["token"]})
        scope.add_breadcrumb({"message": PLANTED["query"]})
        breaking_request(Client(raise_request_exception=False))
    assert "user" not in only_event(server)
    everything = b"".join(server.received).decode()
    assert [secret for secret in SECRETS if secret in everything] == []


def test_causes_come_before_what_they_led_to(server):
    error = TypeError(PLANTED["address"])
    error.__cause__ = KeyError(PLANTED["name"])
    assert sentry.capture(error, where="here", request_id="")
    values = only_event(server)["exception"]["values"]
    assert [value["type"] for value in values] == ["KeyError", "TypeError"]
    assert {value["value"] for value in values} == {"<left out>"}


def test_sdk_is_imported_only_where_it_is_set():
    # And Django itself mails nobody: its mails hold what was sent.
    code = (
        "import django, logging, sys; django.setup(); "
        "print('sentry_sdk' in sys.modules, logging.getLogger('django').handlers)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "skillmate.settings.production", **COMPLETE}
    outputs = [
        subprocess.check_output(  # noqa: S603  (this interpreter)
            [sys.executable, "-c", code],
            cwd=site.BASE_DIR,
            env={**environment, "SENTRY_DSN": dsn},
            text=True,
        )
        for dsn in ("", "http://public@127.0.0.1:1/1")
    ]
    assert outputs == ["False []\n", "True []\n"]
