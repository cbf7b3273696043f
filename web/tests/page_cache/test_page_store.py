import threading
import time

import pytest
from django.core.cache import caches

from web.page_cache import page_store
from web.page_cache.kept_page import KeptPage
from web.page_cache.page_store import LARGEST_PART, SizedCache, kept_page, page_made_once


def page(text: str = "page") -> KeptPage:
    return KeptPage(text.encode(), f'"{text}"', ())


def test_page_asked_for_longest_ago_makes_room():
    pages = SizedCache(20_000)
    for name in "abcdefgh":
        pages.set(name, page(), 2_000)
    pages.get("a")
    for name in "ijk":
        pages.set(name, page(), 2_000)
    assert [name for name in "abcdefghijk" if pages.get(name)] == [*"acdefghijk"]


def test_room_is_counted_in_bytes():
    pages = SizedCache(20_000)
    for number in range(100):
        pages.set(str(number), page(), 2_000)
        pages.set("same", page(), 2_000)
    assert sum(pages.get(str(number)) is not None for number in range(100)) == 9
    assert pages.get("same")


def test_page_too_large_is_not_kept():
    pages = SizedCache(20_000)
    pages.set("a", page(), 20_000 // LARGEST_PART + 1)
    assert pages.get("a") is None


def made_by_threads(number: int, make) -> list:
    pages = []
    threads = [
        threading.Thread(target=lambda: pages.append(page_made_once("key", make)))
        for _ in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pages


def test_twenty_at_once_make_one_page():
    made = []

    def make():
        made.append(1)
        time.sleep(0.2)
        return page()

    assert made_by_threads(20, make) == [page()] * 20
    assert made == [1]


def test_page_that_is_not_kept_is_made_by_each():
    assert made_by_threads(5, lambda: None) == [None] * 5
    assert kept_page("key") is None


def test_page_that_cannot_be_made_keeps_nobody_waiting():
    with pytest.raises(ZeroDivisionError):
        page_made_once("key", lambda: 1 / 0)
    started = time.monotonic()
    assert page_made_once("key", page) == page()
    assert time.monotonic() - started < page_store.PATIENCE / 2


def test_page_of_another_process_is_shared():
    caches["pages"].set("key", page("theirs"))
    assert page_made_once("key", page) == page("theirs")


def test_another_process_is_waited_for():
    caches["pages"].add("key-claim", 1)

    def finish():
        time.sleep(0.1)
        caches["pages"].set("key", page("theirs"))
        caches["pages"].delete("key-claim")

    threading.Thread(target=finish).start()
    assert page_made_once("key", page) == page("theirs")


def test_another_process_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr(page_store, "PATIENCE", 0.1)
    caches["pages"].add("key-claim", 1)
    assert page_made_once("key", page) == page()
    assert caches["pages"].get("key-claim"), "of the other, which may still be at it"
