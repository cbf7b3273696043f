"""The upload protocol with Cloudinary at the other end: the bytes pass this site by."""

import json
import time

import pytest
from django.urls import reverse
from wagtail.models import Collection

from media.deletions import retry_deletions
from media.models import VideoAsset
from media.upload.cloudinary_videos import MP4
from media.upload.cloudinary_webhook import process_notification
from media.upload.refresh import refresh

from .standin.signatures import signs_call
from .uploading import REAL, Uploader, author

pytestmark = pytest.mark.django_db


@pytest.fixture
def uploader(cloudinary) -> Uploader:
    cloudinary.smallest_chunk = 1000
    collection = Collection.get_first_root_node().add_child(name="Course 1")
    return Uploader(author("ann", collection), collection, REAL.read_bytes())


@pytest.fixture
def uploaded(uploader) -> tuple[Uploader, dict]:
    """All chunks sent, and what Cloudinary answered to the last."""
    uploader.start()
    return uploader, [uploader.send_to_cloud(*span) for span in uploader.spans()][-1]


def finish(uploader, response) -> object:
    return uploader.step("finish", answer=json.dumps(response))


def test_the_browser_gets_a_signature_for_just_this_upload(uploader, cloudinary, settings):
    settings.SITE_URL = "https://learn.example.org"
    ticket = uploader.start().json()
    fields = ticket["fields"]
    assert ticket["url"] == f"{cloudinary.origin}/v1_1/Stand-In/video/upload"
    assert fields["public_id"] == uploader.asset.public_id
    assert uploader.asset.name == f"{fields['public_id']}.mp4"
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
    uploader, response = uploaded
    assert finish(uploader, response).json()["status"] == "processing"
    asset = uploader.asset
    [cloud_asset] = cloudinary.assets
    assert (cloud_asset.public_id, cloud_asset.content) == (asset.public_id, uploader.content)
    assert (asset.version, asset.size) == (cloud_asset.version, 384_526)
    assert (asset.duration, asset.width, asset.height) == (40, 1280, 720)
    assert not asset.mp4_ready


def test_finishing_twice_queries_cloudinary_once(uploaded, cloudinary):
    uploader, response = uploaded
    first, count = finish(uploader, response), len(cloudinary.requests_for("GET"))
    assert finish(uploader, response).json() == first.json()
    assert len(cloudinary.requests_for("GET")) == count


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 40},
        {"version": "1"},
        {"public_id": "videos/another"},
        {"signature": None},
        {"version": {"a": 1}},
        {"signature": "\ud800"},
        {"public_id": "\ud800"},
    ],
)
def test_a_forged_response_is_refused(uploaded, change):
    uploader, response = uploaded
    assert finish(uploader, response | change).status_code == 400
    assert uploader.asset.status == "uploading"


@pytest.mark.parametrize("response", [[], "x", 5, {"public_id": None}])
def test_a_malformed_response_is_refused(uploaded, response):
    assert finish(uploaded[0], response).status_code == 400


def test_a_response_about_another_upload_is_refused(uploaded):
    uploader, response = uploaded
    uploader.start()
    assert finish(uploader, response).status_code == 400


def test_a_lost_response_is_replaced_by_asking_cloudinary(uploaded):
    uploader, _response = uploaded
    assert finish(uploader, None).json()["status"] == "processing"


def test_what_cloudinary_does_not_have_is_not_finished(uploader):
    uploader.start()
    response = finish(uploader, None)
    assert (response.status_code, uploader.asset.status) == (409, "uploading")


def test_a_signed_response_is_enough_when_cloudinary_is_unreachable(uploaded, cloudinary):
    uploader, response = uploaded
    cloudinary.fail(500, on="/resources/")
    assert finish(uploader, response).json()["status"] == "processing"
    assert uploader.asset.version == response["version"]
    cloudinary.recover()
    assert refresh(uploader.asset).duration == 40


def test_without_either_the_author_gets_an_error(uploader, cloudinary):
    uploader.start()
    cloudinary.fail(500, on="/resources/")
    response = finish(uploader, None)
    assert response.status_code == 502
    assert "cannot be reached" in response.json()["error"]


def test_a_video_larger_than_announced_is_turned_away(uploader, cloudinary, settings):
    settings.VIDEO_MAX_SIZE = 300_000
    assert uploader.start(size=1000).status_code == 200
    response = finish(uploader, [uploader.send_to_cloud(*span) for span in uploader.spans()][-1])
    assert response.status_code == 400
    assert "the most is" in response.json()["error"]
    assert uploader.asset.status == "failed"
    process_notification(cloudinary.finish_eager(cloudinary.assets[0]))
    assert uploader.asset.status == "failed"


@pytest.mark.parametrize("step", ["sign", "finish"])
def test_a_site_without_its_cloudinary_account_shows_an_error(uploaded, settings, step):
    settings.CLOUDINARY_ACCOUNT = None
    response = uploaded[0].step(step)
    assert (response.status_code, "CLOUDINARY_URL" in response.json()["error"]) == (502, True)


def test_a_site_that_left_cloudinary_remembers_what_to_delete(uploaded, settings):
    settings.CLOUDINARY_ACCOUNT = None
    assert uploaded[0].step("cancel").status_code == 200
    assert retry_deletions() == (0, 1)


def test_a_signature_is_made_anew_for_the_same_upload(uploader):
    first = uploader.start().json()
    VideoAsset.objects.update(created_at="2026-01-01T00:00:00Z")
    renewed = uploader.step("sign").json()
    assert renewed["token"] == first["token"]
    assert renewed["fields"]["public_id"] == first["fields"]["public_id"]
    assert abs(renewed["fields"]["timestamp"] - time.time()) < 5


def test_chunks_do_not_go_to_this_site(uploader):
    uploader.start()
    uploader.ticket["url"] = reverse("media:upload_chunk", args=[uploader.token])
    assert uploader.send(0, 100_000).status_code == 409


def test_a_cancelled_upload_is_taken_out_of_cloudinary(uploaded, cloudinary):
    uploader, _response = uploaded
    assert uploader.step("cancel").status_code == 200
    assert (cloudinary.assets, list(VideoAsset.objects.all())) == ([], [])


def test_a_cancelled_upload_is_taken_out_later_where_cloudinary_is_down(uploaded, cloudinary):
    uploader, _response = uploaded
    cloudinary.fail(500)
    assert uploader.step("cancel").status_code == 200
    assert len(cloudinary.assets) == 1
    cloudinary.recover()
    assert retry_deletions() == (1, 0)
    assert cloudinary.assets == []


def test_refresh_learns_that_the_mp4_is_made(uploaded, cloudinary):
    uploader, response = uploaded
    finish(uploader, response)
    assert list(VideoAsset.objects.unsettled()) == [uploader.asset]
    assert refresh(uploader.asset).status == "processing"
    cloudinary.finish_eager(cloudinary.assets[0])
    assert (refresh(uploader.asset).status, uploader.asset.mp4_ready) == ("ready", True)
    assert list(VideoAsset.objects.unsettled()) == []


def test_refresh_of_what_is_gone_changes_nothing(uploaded, cloudinary):
    uploader, response = uploaded
    finish(uploader, response)
    cloudinary.store.clear()
    assert refresh(uploader.asset).status == "processing"
