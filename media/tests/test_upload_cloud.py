"""The upload protocol with Cloudinary at the other end: the bytes pass this site by."""

import json
import time

import pytest
from django.urls import reverse
from wagtail.models import Collection

from media.cloud.videos import MP4
from media.deletions import retry_deletions
from media.models import VideoAsset
from media.upload.refresh import refresh

from .standin.signatures import signs_call
from .uploading import REAL, Browser, author

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(cloudinary) -> Browser:
    cloudinary.smallest_chunk = 1000
    collection = Collection.get_first_root_node().add_child(name="Course 1")
    return Browser(author("ann", collection), collection, REAL.read_bytes())


@pytest.fixture
def uploaded(browser) -> tuple[Browser, dict]:
    """All chunks sent, and what Cloudinary answered to the last."""
    browser.start()
    return browser, [browser.send_to_cloud(*span) for span in browser.spans()][-1]


def finish(browser, answer) -> object:
    return browser.step("finish", answer=json.dumps(answer))


def test_the_browser_gets_a_signature_for_just_this_upload(browser, cloudinary, settings):
    settings.SITE_URL = "https://learn.example.org"
    ticket = browser.start().json()
    fields = ticket["fields"]
    assert ticket["url"] == f"{cloudinary.origin}/v1_1/Stand-In/video/upload"
    assert fields["public_id"] == browser.asset.public_id
    assert browser.asset.name == f"{fields['public_id']}.mp4"
    assert {name: fields[name] for name in ("overwrite", "type", "allowed_formats", "eager")} == {
        "overwrite": "0",
        "type": "authenticated",
        "allowed_formats": "mp4,webm",
        "eager": f"{MP4}/mp4",
    }
    webhook = "https://learn.example.org/media/cloudinary/webhook/"
    assert fields["notification_url"] == webhook
    texts = {name: str(value) for name, value in fields.items()}
    assert signs_call(texts, cloudinary.api_secret)
    assert not signs_call({**texts, "public_id": "other"}, cloudinary.api_secret)
    assert cloudinary.api_secret not in str(ticket)


def test_a_video_goes_straight_to_cloudinary(uploaded, cloudinary):
    browser, answer = uploaded
    assert finish(browser, answer).json()["status"] == "processing"
    asset = browser.asset
    [kept] = cloudinary.assets
    assert (kept.public_id, kept.content) == (asset.public_id, browser.content)
    assert (asset.version, asset.size) == (kept.version, 384_526)
    assert (asset.duration, asset.width, asset.height) == (40, 1280, 720)
    assert not asset.mp4_ready


def test_finishing_twice_asks_once(uploaded, cloudinary):
    browser, answer = uploaded
    first, asked = finish(browser, answer), len(cloudinary.asked("GET"))
    assert finish(browser, answer).json() == first.json()
    assert len(cloudinary.asked("GET")) == asked


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 40},
        {"version": "1"},
        {"public_id": "videos/another"},
        {"signature": None},
        {"version": {"a": 1}},
    ],
)
def test_an_invented_answer_is_refused(uploaded, change):
    browser, answer = uploaded
    assert finish(browser, answer | change).status_code == 400
    assert browser.asset.status == "uploading"


@pytest.mark.parametrize("answer", [[], "x", 5, {"public_id": None}])
def test_an_answer_of_another_shape_is_refused(uploaded, answer):
    assert finish(uploaded[0], answer).status_code == 400


def test_an_answer_about_another_upload_is_refused(uploaded):
    browser, answer = uploaded
    browser.start()
    assert finish(browser, answer).status_code == 400


def test_a_lost_answer_is_asked_for(uploaded):
    browser, _answer = uploaded
    assert finish(browser, None).json()["status"] == "processing"


def test_what_cloudinary_does_not_have_is_not_finished(browser):
    browser.start()
    answer = finish(browser, None)
    assert (answer.status_code, browser.asset.status) == (409, "uploading")


def test_a_signed_answer_is_enough_when_cloudinary_cannot_be_asked(uploaded, cloudinary):
    browser, answer = uploaded
    cloudinary.fail(500, on="/resources/")
    assert finish(browser, answer).json()["status"] == "processing"
    assert browser.asset.version == answer["version"]
    cloudinary.recover()
    assert refresh(browser.asset).duration == 40


def test_without_either_the_author_is_told(browser, cloudinary):
    browser.start()
    cloudinary.fail(500, on="/resources/")
    answer = finish(browser, None)
    assert answer.status_code == 502
    assert "cannot be reached" in answer.json()["error"]


def test_a_video_larger_than_announced_is_turned_away(browser, settings):
    settings.VIDEO_MAX_SIZE = 300_000
    assert browser.start(size=1000).status_code == 200
    answer = finish(browser, [browser.send_to_cloud(*span) for span in browser.spans()][-1])
    assert answer.status_code == 400
    assert "the most is" in answer.json()["error"]
    assert browser.asset.status == "failed"


def test_a_signature_is_made_anew_for_the_same_upload(browser):
    first = browser.start().json()
    VideoAsset.objects.update(created_at="2026-01-01T00:00:00Z")
    again = browser.step("sign").json()
    assert again["token"] == first["token"]
    assert again["fields"]["public_id"] == first["fields"]["public_id"]
    assert abs(again["fields"]["timestamp"] - time.time()) < 5


def test_chunks_do_not_go_to_this_site(browser):
    browser.start()
    browser.ticket["url"] = reverse("media:upload_chunk", args=[browser.token])
    assert browser.send(0, 100_000).status_code == 409


def test_a_cancelled_upload_is_taken_out_of_cloudinary(uploaded, cloudinary):
    browser, _answer = uploaded
    assert browser.step("cancel").status_code == 200
    assert (cloudinary.assets, list(VideoAsset.objects.all())) == ([], [])


def test_a_cancelled_upload_is_taken_out_later_where_cloudinary_is_down(uploaded, cloudinary):
    browser, _answer = uploaded
    cloudinary.fail(500)
    assert browser.step("cancel").status_code == 200
    assert len(cloudinary.assets) == 1
    cloudinary.recover()
    assert retry_deletions() == (1, 0)
    assert cloudinary.assets == []


def test_refresh_learns_that_the_mp4_is_made(uploaded, cloudinary):
    browser, answer = uploaded
    finish(browser, answer)
    assert list(VideoAsset.objects.unsettled()) == [browser.asset]
    assert refresh(browser.asset).status == "processing"
    cloudinary.finish_eager(cloudinary.assets[0])
    assert (refresh(browser.asset).status, browser.asset.mp4_ready) == ("ready", True)
    assert list(VideoAsset.objects.unsettled()) == []


def test_refresh_of_what_is_gone_changes_nothing(uploaded, cloudinary):
    browser, answer = uploaded
    finish(browser, answer)
    cloudinary.store.clear()
    assert refresh(browser.asset).status == "processing"
