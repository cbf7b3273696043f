"""What Cloudinary tells of its own accord: late, twice, in no order; and who else tries."""

import time

import pytest
from django.test import Client

from media.models import VideoAsset
from media.upload.cloudinary_videos import MP4

from .factories import asset

URL = "/media/cloudinary/webhook/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def film(cloudinary) -> VideoAsset:
    return asset(backend="cloudinary", status="uploading", size=None)


def post_notification(cloudinary, content, *, timestamp: int | None = None, **headers: str) -> int:
    body, signed_headers = cloudinary.notification(content, timestamp=timestamp)
    # With the checks of a real visitor: no cookie, no token.
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        URL, body, content_type="application/json", headers={**signed_headers, **headers}
    )
    return response.status_code


def upload_notification(film, **values) -> dict:
    facts = {"version": 5, "bytes": 1000, "duration": 39.6, "width": 640, "height": 360}
    return {
        **{"notification_type": "upload", "resource_type": "video", "format": "mp4"},
        **{"public_id": film.public_id, **facts, **values},
    }


def eager_notification(film, status: str = "complete", **values) -> dict:
    eager = [{"transformation": f"{MP4}/mp4", "status": status, **values}]
    return {"notification_type": "eager", "public_id": film.public_id, "eager": eager}


def stored_facts(film) -> tuple:
    film.refresh_from_db()
    return film.status, film.mp4_ready, film.version, film.size, film.duration


def test_an_upload_and_its_mp4_are_written_down(cloudinary, film):
    assert post_notification(cloudinary, upload_notification(film)) == 200
    assert stored_facts(film) == ("processing", False, 5, 1000, 40)
    assert post_notification(cloudinary, eager_notification(film)) == 200
    assert stored_facts(film) == ("ready", True, 5, 1000, 40)


def test_news_may_come_twice_and_in_any_order(cloudinary, film):
    for content in [
        eager_notification(film),
        upload_notification(film),
        eager_notification(film),
        upload_notification(film),
    ]:
        assert post_notification(cloudinary, content) == 200
    assert stored_facts(film) == ("ready", True, 5, 1000, 40)


def test_an_older_version_changes_no_facts(cloudinary, film):
    post_notification(cloudinary, upload_notification(film))
    post_notification(cloudinary, upload_notification(film, version=4, bytes=7))
    assert stored_facts(film) == ("processing", False, 5, 1000, 40)


def test_one_still_processing_is_not_ready(cloudinary, film):
    post_notification(cloudinary, eager_notification(film, "processing"))
    assert stored_facts(film)[:2] == ("processing", False)


def test_another_transformation_is_not_the_mp4(cloudinary, film):
    post_notification(cloudinary, eager_notification(film, transformation="w_200/mp4"))
    assert stored_facts(film)[:2] == ("processing", False)


def test_a_failure_is_stored_with_its_reason(cloudinary, film):
    post_notification(cloudinary, upload_notification(film))
    post_notification(cloudinary, eager_notification(film, "failed", reason="Unsupported codec"))
    film.refresh_from_db()
    assert (film.status, film.error) == ("failed", "Unsupported codec")
    post_notification(cloudinary, upload_notification(film))
    assert stored_facts(film)[0] == "failed"
    post_notification(cloudinary, eager_notification(film))
    assert stored_facts(film)[0] == "ready"
    post_notification(cloudinary, eager_notification(film, "failed", reason="late"))
    assert stored_facts(film)[0] == "ready"


@pytest.mark.parametrize(
    "content",
    [
        {"notification_type": "upload", "public_id": "videos/unknown"},
        {"notification_type": "upload", "public_id": "a\0b"},
        {"notification_type": "delete", "resources": [{"public_id": "x"}]},
        {"public_id": ["a"]},
        {"public_id": {"a": 1}, "eager": 5},
        {},
    ],
)
def test_unknown_notification_is_accepted(cloudinary, film, content):
    assert post_notification(cloudinary, content) == 200
    assert stored_facts(film) == ("uploading", False, None, None, None)


@pytest.mark.parametrize(
    "values",
    [
        {"version": "x", "bytes": -1, "duration": "nan", "width": 1e400, "eager": "x"},
        {"version": [], "bytes": {}, "duration": None, "eager": [5, None, {"status": []}]},
        {"version": "9" * 400, "bytes": True, "format": [], "derived": 7},
    ],
)
def test_odd_values_are_passed_over(cloudinary, film, values):
    assert post_notification(cloudinary, upload_notification(film, height=360, **values)) == 200
    film.refresh_from_db()
    assert (film.version, film.height, film.format) == (None, 360, "mp4")


def test_numbers_no_column_holds_are_passed_over(cloudinary, film):
    before = film.duration, film.width
    assert (
        post_notification(cloudinary, upload_notification(film, duration=2**40, width=2**31)) == 200
    )
    film.refresh_from_db()
    assert (film.duration, film.width) == before


def test_a_picture_of_the_same_name_is_none_of_our_videos(cloudinary, film):
    post_notification(cloudinary, upload_notification(film, resource_type="image"))
    assert stored_facts(film)[0] == "uploading"


@pytest.mark.parametrize("content", [[], "text", 5, None])
def test_what_is_no_notification_is_refused_though_signed(cloudinary, content):
    assert post_notification(cloudinary, content) == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Cld-Signature": "0" * 40},
        {"X-Cld-Signature": ""},
        {"X-Cld-Signature": "ä"},
        {"X-Cld-Timestamp": ""},
        {"X-Cld-Timestamp": "²"},
        {"X-Cld-Timestamp": "9" * 400},
        {"X-Cld-Timestamp": "-1"},
    ],
)
def test_what_is_not_signed_by_cloudinary_is_refused(cloudinary, film, headers):
    assert post_notification(cloudinary, upload_notification(film), **headers) == 400
    assert stored_facts(film)[0] == "uploading"


@pytest.mark.parametrize(
    ("age", "status"), [(7000, 200), (7500, 400), (-200, 200), (-400, 400), (-10_000_000, 400)]
)
def test_only_recent_news_is_believed(cloudinary, film, age, status):
    assert (
        post_notification(cloudinary, upload_notification(film), timestamp=int(time.time()) - age)
        == status
    )


def test_other_methods_are_not_allowed(cloudinary, client):
    assert client.get(URL).status_code == 405


def test_without_an_account_there_is_no_such_address(db, client):
    assert client.post(URL, b"{}", content_type="application/json").status_code == 404


def test_a_huge_body_is_refused(cloudinary, client):
    assert client.post(URL, bytes(3_000_000), content_type="application/json").status_code == 400
