"""Pages that nginx keeps: for whom, how long, and none after a change."""

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from .server import IS_INSTALLED, WHY_NOT, Nginx

pytestmark = pytest.mark.skipif(not IS_INSTALLED, reason=WHY_NOT)
KEPT = "public, max-age=0, s-maxage=60"


class Upstream(ThreadingHTTPServer):
    """Stands for the site: says which version it is, and counts what it is asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.version, self.cache_control, self.asked = "1", KEPT, Counter()
        self.making = threading.Event()
        self.making.set()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        version = self.server.version
        self.server.asked[self.path] += 1
        if self.path != "/site-version/":
            self.server.making.wait(10)
        elif version == "gone":
            return self._answer(503, b"", "no-store")
        body = f"{version} for {self.headers.get('Cookie')}".encode()
        self._answer(200, body, self.server.cache_control, version)

    def _answer(self, status: int, body: bytes, cache_control: str, version: str = "") -> None:
        self.send_response(status)
        headers = {
            "Cache-Control": cache_control,
            "Content-Length": str(len(body)),
            "X-Request-ID": self.headers["X-Request-ID"],
            "X-Site-Version": version,
        }
        for name, value in headers.items():
            self.send_header(name, value or "")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Not among the tests' own words."""


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server
        server.shutdown()


@pytest.fixture
def nginx(upstream, nginx_before) -> Nginx:
    return nginx_before(upstream.server_port, keeps_pages=True)


def change(upstream: Upstream, nginx: Nginx, version: str) -> None:
    upstream.version = version
    assert nginx.purge() == 200


def test_a_visitors_page_is_made_once_until_something_changes(nginx, upstream):
    first, second = nginx.request("/"), nginx.request("/")
    assert first.body == second.body == b"1 for None"
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    assert nginx.request("/?page=2").body == b"1 for None"
    assert nginx.request("/", Cookie="_ga=1").body == b"1 for None"  # a cookie of others'
    assert nginx.request("/", "HEAD").status == 200
    assert upstream.asked == {"/site-version/": 1, "/": 1, "/?page=2": 1}
    change(upstream, nginx, "2")
    assert [nginx.request(path).body[:1] for path in ("/", "/?page=2", "/")] == [b"2"] * 3
    assert upstream.asked == {"/site-version/": 2, "/": 2, "/?page=2": 2}


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "__Host-sessionid=abc"},
        {"Cookie": "_ga=1; __Host-sessionid=abc; x=y"},
        {"Cookie": "sessionid=abc"},
        {"Authorization": "Basic x"},
    ],
)
def test_who_is_known_gets_pages_of_their_own(nginx, upstream, headers):
    nginx.request("/")
    own = nginx.request("/", **headers)
    assert own.body.decode() == f"1 for {headers.get('Cookie')}"
    assert nginx.request("/").body == b"1 for None"
    assert upstream.asked == {"/site-version/": 1, "/": 2}


@pytest.mark.parametrize(
    "words", ["public, no-cache", "private, no-store", "public, max-age=0", ""]
)
def test_what_the_site_does_not_let_be_kept_is_not(nginx, upstream, words):
    upstream.cache_control = words
    assert [nginx.request("/").status for _number in range(2)] == [200, 200]
    assert upstream.asked["/"] == 2


def test_a_page_begun_before_a_change_is_kept_for_nobody(nginx, upstream):
    upstream.making.clear()
    with_old = threading.Thread(target=nginx.request, args=("/",))
    with_old.start()
    while not upstream.asked["/"]:
        pass
    change(upstream, nginx, "2")
    upstream.making.set()
    with_old.join()
    assert nginx.request("/").body == b"2 for None"


def test_twenty_first_visitors_are_one_request(nginx, upstream):
    nginx.request("/other/")
    upstream.making.clear()
    visitors = [threading.Thread(target=nginx.request, args=("/",)) for _number in range(20)]
    for visitor in visitors:
        visitor.start()
    while not upstream.asked["/"]:
        pass
    upstream.making.set()
    for visitor in visitors:
        visitor.join()
    assert upstream.asked["/"] == 1


def test_a_site_that_cannot_tell_its_version_is_asked_each_time(nginx, upstream):
    upstream.version = "gone"
    assert [nginx.request("/").status for _number in range(2)] == [200, 200]
    assert upstream.asked["/"] == 2


def test_by_default_nothing_is_kept(upstream, nginx_before):
    nginx = nginx_before(upstream.server_port)
    assert [nginx.request("/").status for _number in range(2)] == [200, 200]
    assert upstream.asked == {"/": 2}


def test_who_is_outside_cannot_have_pages_made_anew(nginx, upstream):
    nginx.request("/")
    assert nginx.request("/site-version/").body == b""
    assert upstream.asked["/site-version/"] == 1
