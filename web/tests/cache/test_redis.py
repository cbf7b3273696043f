"""What only a real server tells: one of the test's own, where `redis-server` is installed."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
from django.core.cache import caches

from web.cache.circuit_breaker import breaker_of

from . import broken

REDIS_SERVER = shutil.which("redis-server")
pytestmark = pytest.mark.skipif(REDIS_SERVER is None, reason="there is no redis-server")


class Server:
    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]

    def start(self) -> None:
        command = [REDIS_SERVER, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(  # noqa: S603  (found above)
            command, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 10
        while not self._answers() and time.monotonic() < deadline:
            time.sleep(0.01)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@pytest.fixture(scope="module")
def running_server() -> Iterator[Server]:
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running_server) -> Server:
    breaker_of.cache_clear()
    return running_server


@pytest.fixture
def cache(server, settings):
    configuration = broken.redis_at(server.port)
    configuration["LOCATION"] = configuration["LOCATION"].replace(":secret@", "")
    settings.CACHES = {**settings.CACHES, "default": configuration}
    yield caches["default"]
    caches["default"].clear()


def client_of(cache):
    return cache._backend._cache.get_client()


def test_everything_works(cache):
    cache.set("a", 1)
    assert (cache.add("a", 2), cache.incr("a"), cache.decr("a", 1)) == (False, 2, 1)
    assert cache.set_many({"b": "two", "c": [3]}) == []
    assert cache.get_many(["a", "b", "c", "d"]) == {"a": 1, "b": "two", "c": [3]}
    assert (cache.touch("a"), cache.delete("a"), cache.has_key("a")) == (True, True, False)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")
    assert cache.keeps_values() is True


def test_a_server_that_started_anew_is_not_missed(cache, server, caplog):
    cache.set("a", 1)
    server.stop()
    server.start()
    assert cache.keeps_values() is True
    assert caplog.records == []


def test_a_halted_server_is_waited_for_as_long_as_the_setting_says(cache, server):
    cache.set("a", 1)
    server.process.send_signal(signal.SIGSTOP)
    try:
        started = time.perf_counter()
        assert [cache.get("a") for _ in range(20)] == [None] * 20
        assert time.perf_counter() - started < 0.6
    finally:
        server.process.send_signal(signal.SIGCONT)
        breaker_of.cache_clear()


def test_a_torn_value_is_a_miss_and_makes_room(cache):
    cache.set("a", "whole")
    client_of(cache).set(cache.make_key("a"), b"torn")
    assert (cache.get("a"), cache.get_many(["a"])) == (None, {})
    assert cache.add("a", "new") is True
    assert cache.get("a") == "new"


def test_a_server_that_takes_nothing_is_still_read(cache, server):
    """As a replica, or one whose memory is used up."""
    cache.set("a", "old")
    client_of(cache).config_set("maxmemory", 1)
    try:
        assert (cache.add("b", 1), cache.get("a"), cache.keeps_values()) == (False, "old", False)
    finally:
        client_of(cache).config_set("maxmemory", 0)
