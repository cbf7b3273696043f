"""Counters in files count every request of every process, and as long as they have to."""

import math
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from web.cache.file_based import CountingFileCache, _expiry

pytestmark = pytest.mark.both_databases

COUNT = """
import sys
from web.cache.file_based import CountingFileCache

cache = CountingFileCache(sys.argv[1], {})
for _ in range(100):
    cache.add("tries", 0)
    cache.incr("tries")
"""
ADD = """
import sys
from web.cache.file_based import CountingFileCache

cache = CountingFileCache(sys.argv[1], {})
print(sum(cache.add(f"door-{number}", True) for number in range(100)))
"""


@pytest.fixture
def cache(tmp_path) -> CountingFileCache:
    return CountingFileCache(str(tmp_path), {})


def in_processes(code: str, folder, number: int = 4) -> list[str]:
    command = [sys.executable, "-c", code, str(folder)]
    processes = [
        subprocess.Popen(  # noqa: S603  (this interpreter, code from above)
            command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
        )
        for _ in range(number)
    ]
    outputs = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * number
    return outputs


def test_every_process_is_counted(cache, tmp_path):
    in_processes(COUNT, tmp_path)
    assert cache.get("tries") == 400


def test_every_thread_is_counted(cache):
    cache.set("tries", 0)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: cache.incr("tries"), range(200)))
    assert cache.get("tries") == 200


def test_one_process_alone_can_add(tmp_path):
    assert sum(map(int, in_processes(ADD, tmp_path))) == 100


def test_counting_on_keeps_when_a_counter_expires(cache, monkeypatch):
    cache.set("tries", 1, timeout=60)
    assert cache.incr("tries") == 2
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert cache.get("tries") is None


def test_a_counter_for_an_hour_is_not_shortened(cache):
    cache.set("tries", 1, timeout=3600)
    cache.incr("tries")
    assert _expiry(cache._key_to_file("tries")) > time.time() + 3500


def test_counter_without_an_end_keeps_none(cache):
    cache.set("tries", 1, timeout=None)
    cache.incr("tries", 5)
    assert (cache.get("tries"), _expiry(cache._key_to_file("tries"))) == (6, math.inf)


def test_counting_on_makes_no_room_for_an_entry_it_does_not_need(tmp_path):
    cache = CountingFileCache(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 3}})
    for name in ("one", "two", "tries"):
        cache.set(name, 1, timeout=60)
    cache.incr("tries")
    assert not cache.add("tries", 1)
    assert cache.get_many(["one", "two", "tries"]) == {"one": 1, "two": 1, "tries": 2}


def test_what_is_not_there_cannot_be_counted_on(cache):
    with pytest.raises(ValueError, match="no cached value"):
        cache.incr("tries")


def test_a_flood_of_short_counters_makes_it_forget_no_long_one(tmp_path):
    cache = CountingFileCache(str(tmp_path), {"max_entries": 30})
    cache.set("for-ever", 1, timeout=None)
    for number in range(9):
        cache.set(f"hour-{number}", 1, timeout=3600)
    for number in range(300):
        cache.add(f"minute-{number}", 1, timeout=60)
        cache.incr("hour-0")
    values = [cache.get(name) for name in ("for-ever", *(f"hour-{number}" for number in range(9)))]
    assert values == [1, 301, *[1] * 8]
    assert len([*tmp_path.glob("*.djcache")]) <= 30


def test_what_is_over_makes_room_for_what_is_not(tmp_path):
    cache = CountingFileCache(str(tmp_path), {"max_entries": 30})
    for number in range(15):
        cache.set(f"live-{number}", 1, timeout=60)
        cache.set(f"over-{number}", 1, timeout=-1)
    cache.set("another", 1)
    assert len([*tmp_path.glob("*.djcache")]) == 16
    assert [cache.get(f"live-{number}") for number in range(15)] == [1] * 15
