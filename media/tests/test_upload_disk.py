"""The upload protocol with files on this server."""

import threading
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from media.models import VideoAsset
from media.storages import private_storage
from media.upload import chunks, parts
from media.upload.refusals import Incomplete

from .uploading import REAL, Browser, author

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(db) -> Collection:
    return Collection.get_first_root_node().add_child(name="Course 1")


@pytest.fixture
def browser(collection) -> Browser:
    return Browser(author("ann", collection), collection, REAL.read_bytes())


def test_a_video_arrives_in_chunks(browser):
    assert browser.start().json()["fields"] == {}
    received = [browser.send(*span).json()["received"] for span in browser.spans()]
    assert received == [100_000, 200_000, 300_000, 384_526]
    answer = browser.step("finish")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    asset = browser.asset
    assert (asset.backend, asset.size, asset.duration) == ("local", 384_526, 40)
    assert (asset.width, asset.height, len(asset.file_hash)) == (1280, 720, 40)
    with private_storage().open(asset.name) as file:
        assert file.read() == browser.content
    assert not parts.part_of(asset).exists()


def test_finishing_twice_is_finishing_once(browser):
    browser.start()
    browser.send_all()
    assert browser.step("finish").json() == browser.step("finish").json()


def test_a_gap_is_refused_with_what_is_there(browser):
    browser.start()
    browser.send(0, 100_000)
    answer = browser.send(200_000, 300_000)
    assert (answer.status_code, answer.json()["received"]) == (409, 100_000)
    early = browser.step("finish")
    assert (early.status_code, early.json()["received"]) == (409, 100_000)


def test_a_repeated_or_overlapping_chunk_changes_nothing(browser):
    browser.start()
    browser.send(0, 100_000)
    assert browser.send(0, 100_000).json() == {"received": 100_000}
    assert browser.send(50_000, 150_000).json() == {"received": 150_000}
    for span in [(150_000, 250_000), (250_000, 350_000), (350_000, 384_526)]:
        browser.send(*span)
    assert browser.step("finish").status_code == 200
    with private_storage().open(browser.asset.name) as file:
        assert file.read() == browser.content


def test_a_cut_connection_keeps_what_came(browser):
    browser.start()
    answer = browser.send(0, 100_000, body=browser.content[:70_000])
    assert (answer.status_code, answer.json()["received"]) == (409, 70_000)
    assert browser.status().json()["received"] == 70_000
    assert browser.send(70_000, 170_000).json() == {"received": 170_000}


def test_a_connection_that_breaks_with_an_error_keeps_what_came(browser):
    class Breaking(BytesIO):
        def read(self, size):
            if self.tell() >= 64:
                raise OSError("connection reset")
            return super().read(size)

    browser.start()
    span = chunks.Span(0, 100_000, len(browser.content))
    with pytest.raises(Incomplete) as refused:
        chunks.receive(browser.asset, Breaking(browser.content), span)
    assert refused.value.received == 64


def test_two_requests_do_not_write_at_once(browser):
    browser.start()
    with parts.opened(browser.asset):
        answers = []
        other = threading.Thread(target=lambda: answers.append(_busy(browser)))
        other.start()
        other.join()
    assert answers == ["in use"]
    assert browser.send(0, 100_000).status_code == 200


def _busy(browser) -> str:
    try:
        with parts.opened(VideoAsset(token=browser.token)):
            return "free"
    except parts.InUse:
        return "in use"


def test_text_named_mp4_is_refused_at_its_first_chunk(browser):
    browser.content = b"These are my notes for the lesson. " * 10_000
    browser.start()
    answer = browser.send(0, 100_000)
    assert (answer.status_code, list(VideoAsset.objects.all())) == (415, [])
    assert "is no .mp4 video" in answer.json()["error"]
    assert list(parts.folder().glob(f"{browser.token}*")) == []


def test_what_turns_out_to_be_no_video_at_the_end_is_refused(browser):
    browser.content = browser.content[:1000]
    browser.start()
    browser.send_all()
    parts.part_of(browser.asset).write_bytes(bytes(1000))
    assert browser.step("finish").status_code == 415
    assert not VideoAsset.objects.exists()


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"filename": "notes.txt"}, 415, "Only .mp4 and .webm"),
        ({"filename": ""}, 415, "Only .mp4 and .webm"),
        ({"filename": "a.mp4", "type": "text/plain"}, 415, "Only .mp4 and .webm"),
        ({"size": 3 * 1024**3}, 413, "the most is 2.0"),
        ({"size": "0"}, 415, "empty"),
        ({"size": "-5"}, 415, "empty"),
        ({"size": "²"}, 415, "empty"),
        ({"size": "9" * 5000}, 415, "empty"),
        ({"collection": "999999"}, 403, "this collection"),
        ({"collection": "\0"}, 403, "this collection"),
        ({"collection": ""}, 403, "this collection"),
    ],
)
def test_what_may_not_begin_is_refused_with_a_reason(browser, fields, status, words):
    answer = browser.start(**fields)
    assert answer.status_code == status
    assert words in answer.json()["error"]
    assert not VideoAsset.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Range": ""},
        {"Content-Range": "bytes 5-1/100"},
        {"Content-Range": "bytes 0-99/99"},
        {"Content-Range": f"bytes 0-{'9' * 50}/{'9' * 50}"},
        {"Content-Range": "bytes 0-99/384527"},
        {"X-Unique-Upload-Id": "other"},
    ],
)
def test_an_odd_chunk_is_refused(browser, headers):
    browser.start()
    assert browser.send(0, 100, **headers).status_code == 400
    assert browser.status().json()["received"] == 0


def test_a_chunk_beyond_the_size_agreed_on_is_refused(browser, settings):
    settings.VIDEO_CHUNK_SIZE = 100_000
    assert browser.start().json()["chunk_size"] == 100_000
    assert browser.send(0, 100_001).status_code == 413


def test_a_chunk_in_a_form_is_refused(browser):
    browser.start()
    assert browser.client.post(browser.ticket["url"], {"file": "x"}).status_code == 400


def test_a_chunk_after_the_end_is_told_so(browser):
    browser.start()
    browser.send_all()
    browser.step("finish")
    assert browser.send(0, 100_000).json()["received"] == 384_526


def test_unfinished_uploads_are_limited_until_one_is_cancelled(browser, settings):
    settings.VIDEO_UPLOADS_AT_ONCE = 2
    assert [browser.start().status_code for _ in range(3)] == [200, 200, 429]
    browser.send(0, 100_000)
    part = parts.part_of(browser.asset)
    assert part.exists()
    browser.step("cancel")
    assert not part.exists()
    assert browser.start().status_code == 200


def test_beginning_uploads_is_limited_by_the_hour(browser, settings):
    settings.UPLOAD_RATE = "2/h"
    assert [browser.start().status_code for _ in range(3)] == [200, 200, 429]


def test_no_room_on_the_disk_is_said(browser, monkeypatch):
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert browser.start().status_code == 507


@pytest.mark.parametrize("step", ["status", "sign", "chunk", "finish", "cancel"])
def test_an_upload_is_its_authors_own(browser, collection, step):
    browser.start()
    browser.send(0, 100_000)
    other = Browser(author("bob", collection), collection, browser.content, ticket=browser.ticket)
    steps = {"status": other.status, "chunk": lambda: other.send(100_000, 200_000)}
    answer = steps[step]() if step in steps else other.step(step)
    assert answer.status_code == 404
    assert browser.status().json()["received"] == 100_000


@pytest.mark.parametrize("step", ["start", "status", "sign", "chunk", "finish", "cancel"])
def test_every_step_needs_the_right_to_add_videos(browser, step):
    browser.start()
    browser.send(0, 100_000)
    browser.user.groups.clear()
    steps = {
        "start": browser.start,
        "status": browser.status,
        "chunk": lambda: browser.send(100_000, 200_000),
    }
    answer = steps[step]() if step in steps else browser.step(step)
    assert answer.status_code == 403
    assert parts.received(browser.asset) == 100_000


def test_visitors_are_refused(db):
    assert Client().post(reverse("media:upload"), {"filename": "a.mp4"}).status_code == 403


def test_every_step_wants_a_token_against_forgery(browser):
    browser.start()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.client.cookies
    urls = [reverse("media:upload"), browser.ticket["url"]]
    urls += [reverse(f"media:upload_{each}", args=[browser.token]) for each in ("sign", "finish")]
    content = {"data": b"x", "content_type": "application/octet-stream"}
    assert {strict.post(url, **content).status_code for url in urls} == {403}


def test_the_body_of_a_chunk_is_read_in_small_pieces(browser):
    class Watched(BytesIO):
        largest = 0

        def read(self, size=-1):
            assert size > 0
            Watched.largest = max(Watched.largest, size)
            return super().read(size)

    browser.start()
    span = chunks.Span(0, len(browser.content), len(browser.content))
    chunks.receive(browser.asset, Watched(browser.content), span)
    assert Watched.largest == chunks.PIECE
