"""What a cache answers that cannot be reached, and what it does when it can be again."""

import logging
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches

from web.cache import circuit_breaker

from . import broken

# An entry is written whole or not at all, as on a disk without room.
FULL = """
import resource, sys
from web.cache.file_based import FileCache

cache = FileCache(sys.argv[1], {})
cache.set("kept", "kept")
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
cache.set("kept", "new")
cache.set("other", "new")
print(cache.get("other"), cache.add("third", 1), cache.keeps_values(), cache.get("kept"))
"""


@pytest.fixture
def wait(monkeypatch):
    """Breakers of this test alone, and `wait(seconds)`, by which it is later from then on."""
    circuit_breaker.breaker_of.cache_clear()
    monotonic, later = time.monotonic, [0.0]
    monkeypatch.setattr(circuit_breaker.time, "monotonic", lambda: monotonic() + later[0])

    def move(seconds: float) -> None:
        later[0] += seconds

    yield move
    circuit_breaker.breaker_of.cache_clear()


@pytest.fixture
def cache_of(settings, wait):
    """The default cache, made of a part of the setting `CACHES`."""

    def make(configuration: dict):
        settings.CACHES = {**settings.CACHES, "default": configuration}
        return caches["default"]

    return make


@pytest.fixture
def folder(tmp_path) -> Path:
    """Whose place a file takes: it comes back by `unblock`."""
    (tmp_path / "cache").write_text("")
    return tmp_path / "cache"


def unblock(folder: Path) -> None:
    folder.unlink()


@pytest.mark.parametrize("kind", ["redis", "files"])
@pytest.mark.parametrize("is_retried", [True, False])
def test_nothing_is_found_and_nothing_is_kept(cache_of, tmp_path, monkeypatch, kind, is_retried):
    if is_retried:  # every call meets the server, and not the breaker alone
        monkeypatch.setattr(circuit_breaker, "RETRY_SECONDS", 0.0)
    is_redis = kind == "redis"
    cache = cache_of(broken.stopped_redis() if is_redis else broken.files_nowhere(tmp_path))
    assert cache.get("a") is None
    assert cache.get("a", "default") == "default"
    assert cache.get_many(["a", "b"]) == {}
    assert cache.get_or_set("a", lambda: 5) == 5
    assert cache.add("a", 1) is False
    assert cache.touch("a") is False
    assert cache.delete("a") is False
    assert cache.has_key("a") is False
    assert "a" not in cache
    assert cache.set_many({"a": 1, "b": 2}) == ["a", "b"]
    assert [cache.set("a", 1), cache.delete_many(["a"]), cache.clear(), cache.close()] == [None] * 4
    for count in (cache.incr, cache.decr, cache.incr_version):
        with pytest.raises(ValueError, match="a"):
            count("a")
    assert cache.keeps_values() is False


def test_a_cache_that_works_says_so(cache_of, tmp_path):
    cache = cache_of(broken.files_below(tmp_path / "cache"))
    assert cache.keeps_values() is True
    assert (cache.add("a", 1), cache.incr("a"), cache.get_many(["a", "b"])) == (True, 2, {"a": 2})
    with pytest.raises(ValueError, match="no cached value"):
        cache.incr("b")


@pytest.mark.parametrize("use", ["read", "write"])
def test_a_cache_that_does_half_of_it_keeps_nothing(cache_of, tmp_path, wait, use):
    cache = cache_of(broken.files_below(tmp_path / "cache"))
    cache._breaker.fail([use], OSError())
    assert cache.keeps_values() is False
    wait(6)
    assert cache.keeps_values() is True


def test_what_cannot_be_cached_is_an_error_of_whoever_caches_it(cache_of, tmp_path):
    cache = cache_of(broken.files_below(tmp_path / "cache"))
    with pytest.raises((AttributeError, TypeError)):
        cache.set("a", lambda: 1)


def test_a_server_that_hangs_is_waited_for_once_in_a_while(cache_of, wait):
    with broken.hung_redis() as configuration:
        cache = cache_of(configuration)
        started = time.perf_counter()
        for _ in range(50):
            assert (cache.get("a"), cache.add("a", 1)) == (None, False)
        assert 0.25 < time.perf_counter() - started < 0.6
        wait(circuit_breaker.RETRY_SECONDS)
        started = time.perf_counter()
        assert [cache.get("a") for _ in range(50)] == [None] * 50
        assert 0.25 < time.perf_counter() - started < 0.6


def test_one_caller_alone_tries_a_server_again(cache_of, wait):
    """The other threads do not wait with it."""
    cache = cache_of(broken.stopped_redis())
    cache.get("a")
    wait(circuit_breaker.RETRY_SECONDS)
    breaker = cache._breaker
    assert [breaker.allows("read") for _ in range(3)] == [True, False, False]
    wait(circuit_breaker.RETRY_SECONDS)
    assert breaker.allows("read")


def test_it_is_asked_again_and_works_without_a_restart(cache_of, wait, folder):
    cache = cache_of(broken.files_below(folder))
    cache.set("a", 1)
    unblock(folder)
    cache.set("a", 1)
    assert not cache.has_key("a")
    wait(circuit_breaker.RETRY_SECONDS)
    cache.set("a", 1)
    assert cache.get("a") == 1


def test_an_old_value_does_not_come_up_again(cache_of, wait, tmp_path):
    folder, away = tmp_path / "cache", tmp_path / "away"
    cache = cache_of(broken.files_below(folder))
    for key in ("changed", "deleted", "left"):
        cache.set(key, "old")
    folder.rename(away)
    folder.write_text("")
    cache.set("changed", "new")
    cache.delete("deleted")
    unblock(folder)
    away.rename(folder)
    wait(circuit_breaker.RETRY_SECONDS)
    assert [cache.get(key) for key in ("changed", "deleted", "left")] == [None, None, "old"]
    cache.set("changed", "newest")
    assert cache.get("changed") == "newest"


def test_a_cache_that_could_not_be_emptied_is_emptied_later(cache_of, wait, tmp_path):
    folder, away = tmp_path / "cache", tmp_path / "away"
    cache = cache_of(broken.files_below(folder))
    cache.set("a", "old")
    folder.rename(away)
    folder.write_text("")
    cache.get("a")
    cache.clear()
    unblock(folder)
    away.rename(folder)
    wait(circuit_breaker.RETRY_SECONDS)
    assert cache.get("a") is None


def test_too_many_old_values_to_remember_go_all(cache_of, wait, tmp_path, monkeypatch):
    monkeypatch.setattr(circuit_breaker.CircuitBreaker, "MOST_UNSETTLED", 2)
    folder, away = tmp_path / "cache", tmp_path / "away"
    cache = cache_of(broken.files_below(folder))
    cache.set("left", "old")
    folder.rename(away)
    folder.write_text("")
    cache.delete_many(["a", "b", "c"])
    unblock(folder)
    away.rename(folder)
    wait(circuit_breaker.RETRY_SECONDS)
    assert cache.get("left") is None


def test_one_line_a_minute_says_so(cache_of, wait, caplog):
    cache = cache_of(broken.stopped_redis())
    for _ in range(5):
        for _ in range(20):
            cache.get("a")
            cache.set("a", 1)
        wait(circuit_breaker.RETRY_SECONDS)
    [record] = caplog.records
    assert (record.levelno, record.name) == (logging.ERROR, "web.cache")
    assert "127.0.0.1:" in record.getMessage()
    assert "secret" not in record.getMessage()
    wait(circuit_breaker.LOG_SECONDS)
    cache.get("a")
    assert len(caplog.records) == 2


def test_all_of_a_process_share_what_one_has_noticed(settings, wait):
    with broken.hung_redis() as configuration:
        settings.CACHES = {
            "default": configuration,
            "renditions": configuration | {"KEY_PREFIX": "img"},
        }
        caches["default"].get("a")
        started = time.perf_counter()
        caches["renditions"].get("a")
        caches.create_connection("default").get("a")  # as another thread has it
        assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize("content", [b"", b"torn", b"\x80\x05N.torn", b"\x80\x05N."])
def test_a_torn_entry_is_a_miss_and_makes_room(cache_of, tmp_path, content):
    cache = cache_of(broken.files_below(tmp_path / "cache"))
    cache.set("a", 1)
    [entry] = (tmp_path / "cache").glob("*.djcache")
    entry.write_bytes(content)
    assert (cache.get("a"), cache.get_many(["a"])) == (None, {})
    assert cache.add("a", 2) is True
    assert (cache.incr("a"), cache.get("a")) == (3, 3)


def test_a_full_disk_keeps_nothing_and_shows_nothing_old(tmp_path):
    command = [sys.executable, "-c", FULL, str(tmp_path / "cache")]
    output = subprocess.check_output(  # noqa: S603  (this interpreter, code from above)
        command, cwd=settings.BASE_DIR, text=True
    )
    assert output.split() == ["None", "False", "False", "None"]
