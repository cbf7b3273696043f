"""Uploads in parts where files are in a bucket: any machine may get any part."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection

from media.cleanup import cleanup
from media.models import VideoAsset
from media.storages import private_storage
from media.upload import part_objects, parts, single_request

from .uploading import REAL, Uploader, author

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bucket")]
MB = 1024 * 1024


@pytest.fixture
def collection(db) -> Collection:
    return Collection.get_first_root_node().add_child(name="Course 1")


@pytest.fixture
def uploader(collection) -> Uploader:
    return Uploader(author("ann", collection), collection, REAL.read_bytes())


def contents(uploader: Uploader) -> bytes:
    with private_storage().open(uploader.asset.name) as file:
        return file.read()


def test_a_video_arrives_in_chunks(bucket, uploader, settings, django_capture_on_commit_callbacks):
    """Parts that S3 joins itself, and others."""
    whole = uploader.content + bytes(6 * MB)
    for content, size in ((uploader.content, 100_000), (whole, 5 * MB)):
        uploader.content, uploader.chunk_size = content, size
        uploader.start()
        uploader.send_all()
        assert len(bucket.stored()) == len([*uploader.spans()])
        with django_capture_on_commit_callbacks(execute=True):
            assert uploader.step("finish").json()["status"] == "ready"
        asset = uploader.asset
        assert (asset.size, asset.duration, len(asset.file_hash)) == (len(content), 40, 40)
        assert bucket.stored() == [f"private/{asset.name}"]
        head = bucket.client.head_object(Bucket="skillmate-media", Key=f"private/{asset.name}")
        assert head["ContentType"] == "video/mp4"
        assert contents(uploader) == content
        private_storage().delete(asset.name)


def test_small_parts_are_not_sent_for_by_s3(uploader, monkeypatch, collection):
    """S3 itself refuses to join them."""
    monkeypatch.setattr(part_objects, "LEAST", 0)
    uploader.start()
    uploader.send_all()
    with pytest.raises(OSError, match="EntityTooSmall"):
        uploader.step("finish")
    assert parts.received_bytes(uploader.asset) == len(uploader.content)


def test_gaps_and_repetitions_are_told_as_on_disk(uploader):
    uploader.start()
    uploader.send(0, 100_000)
    gap = uploader.send(200_000, 300_000)
    assert (gap.status_code, gap.json()["received"]) == (409, 100_000)
    assert uploader.send(0, 100_000).json() == {"received": 100_000}
    assert uploader.send(50_000, 150_000).json() == {"received": 150_000}
    cut = uploader.send(150_000, 250_000, body=uploader.content[150_000:200_000])
    assert (cut.status_code, cut.json()["received"]) == (409, 200_000)
    for span in [(200_000, 300_000), (300_000, 384_526)]:
        uploader.send(*span)
    assert uploader.step("finish").json() == uploader.step("finish").json()
    assert contents(uploader) == uploader.content


def test_what_lies_behind_a_gap_does_not_count(uploader):
    uploader.start()
    uploader.send(0, 100_000)
    private_storage().put(f"uploads/{uploader.token}/{200_000:018d}", ContentFile(b"x"))
    assert uploader.status().json()["received"] == 100_000
    assert uploader.send(100_000, 200_000).json()["received"] == 200_001


def test_what_is_no_video_is_discarded(bucket, uploader):
    uploader.content = b"GIF89a" + bytes(1000)
    uploader.start()
    assert uploader.send(0, 1006).status_code == 415
    assert (bucket.stored(), VideoAsset.objects.count()) == ([], 0)


def test_a_cancelled_upload_leaves_nothing(bucket, uploader):
    uploader.start()
    uploader.send(0, 100_000)
    assert uploader.step("cancel").status_code == 200
    assert bucket.stored() == []


def test_an_upload_that_goes_on_is_not_abandoned(bucket, uploader):
    uploader.start()
    uploader.send(0, 100_000)
    VideoAsset.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert [*cleanup()] == []
    name = uploader.asset.name
    steps = [step.message for step in cleanup(abandoned_after=timedelta(seconds=-5))]
    assert steps == [f"abandoned upload: {name}"]
    assert bucket.stored() == []


def test_a_video_of_one_piece_is_stored_by_its_name(bucket, django_user_model):
    user = django_user_model.objects.create(username="ann")
    asset = single_request.store(File(BytesIO(REAL.read_bytes()), "moon.mp4"), by=user, most=MB)
    assert (asset.status, asset.duration) == ("ready", 40)
    assert bucket.stored() == [f"private/{asset.name}"]
