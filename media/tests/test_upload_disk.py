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
from media.upload.exceptions import IncompleteRefusal

from .uploading import REAL, Uploader, author

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(db) -> Collection:
    return Collection.get_first_root_node().add_child(name="Course 1")


@pytest.fixture
def uploader(collection) -> Uploader:
    return Uploader(author("ann", collection), collection, REAL.read_bytes())


def test_a_video_arrives_in_chunks(uploader):
    assert uploader.start().json()["fields"] == {}
    received = [uploader.send(*span).json()["received"] for span in uploader.spans()]
    assert received == [100_000, 200_000, 300_000, 384_526]
    response = uploader.step("finish")
    assert (response.status_code, response.json()["status"]) == (200, "ready")
    asset = uploader.asset
    assert (asset.backend, asset.size, asset.duration) == ("local", 384_526, 40)
    assert (asset.width, asset.height, len(asset.file_hash)) == (1280, 720, 40)
    with private_storage().open(asset.name) as file:
        assert file.read() == uploader.content
    assert not parts.part_of(asset).exists()


def test_finishing_twice_is_finishing_once(uploader):
    uploader.start()
    uploader.send_all()
    assert uploader.step("finish").json() == uploader.step("finish").json()


def test_a_gap_is_refused_with_what_is_there(uploader):
    uploader.start()
    uploader.send(0, 100_000)
    response = uploader.send(200_000, 300_000)
    assert (response.status_code, response.json()["received"]) == (409, 100_000)
    early = uploader.step("finish")
    assert (early.status_code, early.json()["received"]) == (409, 100_000)


def test_a_repeated_or_overlapping_chunk_changes_nothing(uploader):
    uploader.start()
    uploader.send(0, 100_000)
    assert uploader.send(0, 100_000).json() == {"received": 100_000}
    assert uploader.send(50_000, 150_000).json() == {"received": 150_000}
    for span in [(150_000, 250_000), (250_000, 350_000), (350_000, 384_526)]:
        uploader.send(*span)
    assert uploader.step("finish").status_code == 200
    with private_storage().open(uploader.asset.name) as file:
        assert file.read() == uploader.content


def test_a_cut_connection_keeps_the_received_bytes(uploader):
    uploader.start()
    response = uploader.send(0, 100_000, body=uploader.content[:70_000])
    assert (response.status_code, response.json()["received"]) == (409, 70_000)
    assert uploader.status().json()["received"] == 70_000
    assert uploader.send(70_000, 170_000).json() == {"received": 170_000}


def test_a_connection_cut_before_the_kind_is_known_ends_nothing(uploader):
    uploader.start()
    response = uploader.send(0, 100_000, body=uploader.content[:5])
    assert (response.status_code, response.json()["received"]) == (409, 0)
    uploader.send_all()
    assert uploader.step("finish").json()["status"] == "ready"


def test_a_connection_error_keeps_the_received_bytes(uploader):
    class Breaking(BytesIO):
        def read(self, size):
            if self.tell() >= 64:
                raise OSError("connection reset")
            return super().read(size)

    uploader.start()
    span = chunks.Span(0, 100_000, len(uploader.content))
    with pytest.raises(IncompleteRefusal) as refusal:
        chunks.receive(uploader.asset, Breaking(uploader.content), span)
    assert refusal.value.received == 64


def test_two_requests_do_not_write_at_once(uploader):
    uploader.start()
    with parts.open_part(uploader.asset):
        responses = []
        other = threading.Thread(target=lambda: responses.append(_busy(uploader)))
        other.start()
        other.join()
    assert responses == ["in use"]
    assert uploader.send(0, 100_000).status_code == 200


def _busy(uploader) -> str:
    try:
        with parts.open_part(VideoAsset(token=uploader.token)):
            return "free"
    except parts.InUseError:
        return "in use"


def test_text_named_mp4_is_refused_at_its_first_chunk(uploader):
    uploader.content = b"These are my notes for the lesson. " * 10_000
    uploader.start()
    response = uploader.send(0, 100_000)
    assert (response.status_code, list(VideoAsset.objects.all())) == (415, [])
    assert "is no .mp4 video" in response.json()["error"]
    assert list(parts.folder().glob(f"{uploader.token}*")) == []


def test_what_turns_out_to_be_no_video_at_the_end_is_refused(uploader):
    uploader.content = uploader.content[:1000]
    uploader.start()
    uploader.send_all()
    parts.part_of(uploader.asset).write_bytes(bytes(1000))
    assert uploader.step("finish").status_code == 415
    assert not VideoAsset.objects.exists()


@pytest.mark.parametrize(
    ("fields", "status", "message"),
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
def test_what_may_not_begin_is_refused_with_a_reason(uploader, fields, status, message):
    response = uploader.start(**fields)
    assert response.status_code == status
    assert message in response.json()["error"]
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
def test_an_odd_chunk_is_refused(uploader, headers):
    uploader.start()
    assert uploader.send(0, 100, **headers).status_code == 400
    assert uploader.status().json()["received"] == 0


def test_a_chunk_beyond_the_size_agreed_on_is_refused(uploader, settings):
    settings.VIDEO_CHUNK_SIZE = 100_000
    assert uploader.start().json()["chunk_size"] == 100_000
    assert uploader.send(0, 100_001).status_code == 413


def test_a_chunk_in_a_form_is_refused(uploader):
    uploader.start()
    assert uploader.client.post(uploader.ticket["url"], {"file": "x"}).status_code == 400


def test_a_chunk_after_the_end_is_refused_with_a_message(uploader):
    uploader.start()
    uploader.send_all()
    uploader.step("finish")
    assert uploader.send(0, 100_000).json()["received"] == 384_526


def test_unfinished_uploads_are_limited_until_one_is_cancelled(uploader, settings):
    settings.VIDEO_UPLOADS_AT_ONCE = 2
    assert [uploader.start().status_code for _ in range(3)] == [200, 200, 429]
    uploader.send(0, 100_000)
    part = parts.part_of(uploader.asset)
    assert part.exists()
    uploader.step("cancel")
    assert not part.exists()
    assert uploader.start().status_code == 200


def test_beginning_uploads_is_limited_by_the_hour(uploader, settings):
    settings.UPLOAD_RATE = "2/h"
    assert [uploader.start().status_code for _ in range(3)] == [200, 200, 429]


def test_full_disk_is_reported(uploader, monkeypatch):
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert uploader.start().status_code == 507


@pytest.mark.parametrize("step", ["status", "sign", "chunk", "finish", "cancel"])
def test_an_upload_is_its_authors_own(uploader, collection, step):
    uploader.start()
    uploader.send(0, 100_000)
    other = Uploader(
        author("bob", collection), collection, uploader.content, ticket=uploader.ticket
    )
    steps = {"status": other.status, "chunk": lambda: other.send(100_000, 200_000)}
    response = steps[step]() if step in steps else other.step(step)
    assert response.status_code == 404
    assert uploader.status().json()["received"] == 100_000


@pytest.mark.parametrize("step", ["start", "status", "sign", "chunk", "finish", "cancel"])
def test_every_step_needs_the_right_to_add_videos(uploader, step):
    uploader.start()
    uploader.send(0, 100_000)
    uploader.user.groups.clear()
    steps = {
        "start": uploader.start,
        "status": uploader.status,
        "chunk": lambda: uploader.send(100_000, 200_000),
    }
    response = steps[step]() if step in steps else uploader.step(step)
    assert response.status_code == 403
    assert parts.received_bytes(uploader.asset) == 100_000


def test_visitors_are_refused(db):
    assert Client().post(reverse("media:upload"), {"filename": "a.mp4"}).status_code == 403


def test_every_step_needs_a_csrf_token(uploader):
    uploader.start()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = uploader.client.cookies
    urls = [reverse("media:upload"), uploader.ticket["url"]]
    urls += [reverse(f"media:upload_{step}", args=[uploader.token]) for step in ("sign", "finish")]
    content = {"data": b"x", "content_type": "application/octet-stream"}
    assert {strict.post(url, **content).status_code for url in urls} == {403}


def test_the_body_of_a_chunk_is_read_in_small_pieces(uploader):
    class Watched(BytesIO):
        largest = 0

        def read(self, size=-1):
            assert size > 0
            Watched.largest = max(Watched.largest, size)
            return super().read(size)

    uploader.start()
    span = chunks.Span(0, len(uploader.content), len(uploader.content))
    chunks.receive(uploader.asset, Watched(uploader.content), span)
    assert Watched.largest == chunks.PIECE
