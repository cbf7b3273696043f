"""Servers in front are told of each change, and asked again where they could not be."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.http import HttpResponse

from web.frontend_cache import backends
from web.frontend_cache.purge import (
    ChangeFollower,
    PurgeError,
    PurgeMiddleware,
    purge_after_change,
    purge_public_pages,
)
from web.page_cache.site_version import mark_changed, site_changed

OWN = "web.frontend_cache.backends"


class Front(ThreadingHTTPServer):
    """Whatever is told: method, path, and what is sent along."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[tuple] = []
        self.status = 200
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/site-version/"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        sent = (json.loads(body), self.headers["Authorization"]) if body else ()
        self.server.told.append((self.command, self.path, *sent))
        self.send_response(self.server.status)
        self.end_headers()

    do_POST = do_GET  # noqa: N815  (named by the standard library)

    def log_message(self, *_arguments: object) -> None:
        """Not among the tests' own words."""


@pytest.fixture
def front(settings) -> Iterator[Front]:
    with Front() as server:
        nginx = {"BACKEND": f"{OWN}.SiteVersionBackend", "LOCATION": server.url}
        settings.WAGTAILFRONTENDCACHE = {"http://front": nginx}
        yield server
        server.shutdown()


@pytest.mark.django_db
def test_every_change_is_told_once_it_is_committed(front, django_capture_on_commit_callbacks):
    site_changed.connect(purge_after_change)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            mark_changed()
            assert front.told == []
        assert front.told == [("GET", "/site-version/")]
    finally:
        site_changed.disconnect(purge_after_change)


@pytest.mark.django_db
def test_a_request_tells_of_its_changes_once_when_it_ends(front, rf, settings):
    def view(request):
        purge_after_change()
        purge_after_change()
        assert front.told == []
        return HttpResponse()

    settings.PUBLIC_PAGES_SMAXAGE = 60
    PurgeMiddleware(view)(rf.post("/"))
    assert len(front.told) == 1
    PurgeMiddleware(lambda request: HttpResponse())(rf.post("/"))
    assert len(front.told) == 1


@pytest.mark.django_db
def test_worker_tells_twice_after_a_change_and_then_is_silent(front):
    follow = ChangeFollower()
    for number in (1, 2, 2, 2):  # when it starts nobody knows what was told
        follow()
        assert len(front.told) == number
    mark_changed()
    for number in (3, 4, 4):
        follow()
        assert len(front.told) == number


@pytest.mark.django_db
def test_worker_goes_on_until_it_could_tell(front, caplog):
    follow, front.status = ChangeFollower(), 503
    for _look in range(3):
        with pytest.raises(PurgeError, match="http://front .HTTPError."):
            follow()
    purge_after_change()  # nobody who publishes is told
    assert "may be old for a while" in caplog.text
    front.status = 200
    follow()
    follow()
    follow()
    assert len(front.told) == 3 + 1 + 2


def test_one_that_is_away_keeps_nobody_else_from_being_told(front, settings):
    gone = {"BACKEND": f"{OWN}.SiteVersionBackend", "LOCATION": "http://127.0.0.1:9/"}
    settings.WAGTAILFRONTENDCACHE = {"gone": gone, **settings.WAGTAILFRONTENDCACHE}
    with pytest.raises(PurgeError, match="at: gone .URLError.$"):
        purge_public_pages()
    assert len(front.told) == 1


def test_cloudflare_forgets_its_whole_zone(front, settings):
    options = {"BEARER_TOKEN": "t", "ZONEID": "z"}
    backend = backends.WholeZoneBackend(options)
    assert backend.cloudflare_purge_endpoint_url == (
        "https://api.cloudflare.com/client/v4/zones/z/purge_cache"
    )
    backend.cloudflare_purge_endpoint_url = front.url
    backend.purge_batch(["https://learn.example.org/*"])
    assert front.told == [("POST", "/site-version/", {"purge_everything": True}, "Bearer t")]
    front.status = 429
    with pytest.raises(OSError, match="429"):
        backend.purge_batch([])
