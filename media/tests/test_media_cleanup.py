"""`media_cleanup` takes away what nobody needs, and nothing else."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from media import tasks
from media.models import CustomImage, PendingDeletion, Video, VideoAsset
from media.storages import private_storage, rendition_storage
from media.upload import parts
from media.upload.discard import forget

from .commands import run
from .factories import asset, image, video
from .standin import Asset

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db, pytest.mark.usefixtures("folders")]
OLD = "2026-01-01T00:00:00Z"


def long_ago(hours: int = 30) -> dict:
    return {"created_at": timezone.now() - timedelta(hours=hours)}


def age(path, hours: int) -> None:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))


def upload(part_hours: int = 30, **fields) -> VideoAsset:
    """An upload of which a part has come in, `part_hours` ago."""
    video_asset = asset(status="uploading", **{**long_ago(), **fields})
    parts.part_of(video_asset).write_bytes(b"half")
    age(parts.part_of(video_asset), part_hours)
    return video_asset


def test_abandoned_uploads_go_with_their_parts():
    abandoned, slow, fresh = upload(), upload(part_hours=2), upload(**long_ago(2))
    result = run("media_cleanup")
    assert result.lines == [f"Deleted: abandoned upload: {abandoned.name}"]
    assert set(VideoAsset.objects.all()) == {slow, fresh}
    names = {path.name for path in parts.folder().iterdir()}
    assert names == {f"{video_asset.token}.part" for video_asset in (slow, fresh)}


def test_minimum_age_is_an_option():
    upload(**long_ago(2), part_hours=2)
    assert run("media_cleanup", "--hours", "1").lines != ["Nothing to clean up."]
    assert not VideoAsset.objects.exists()


def test_a_file_that_lost_its_video_goes():
    replaced, shown = asset(**long_ago()), video(asset=asset(**long_ago()))
    assert run("media_cleanup").lines == [f"Deleted: file of no video: {replaced.name}"]
    assert not private_storage().exists(replaced.name)
    assert private_storage().exists(shown.asset.name)


def test_a_file_that_a_video_takes_up_meanwhile_stays():
    video_asset = asset(**long_ago())
    video(asset=video_asset)
    assert not forget(video_asset)
    assert private_storage().exists(video_asset.name)


def test_parts_of_no_upload_go():
    part = parts.folder() / "nobody.part"
    part.write_bytes(b"half")
    assert run("media_cleanup").lines == ["Nothing to clean up."]
    age(part, 30)
    assert run("media_cleanup").lines == [
        "Deleted: part of an upload that is no more: uploads/nobody.part"
    ]
    assert not part.exists()


def test_a_dry_run_only_lists_what_would_be_deleted(cloudinary):
    abandoned = upload()
    PendingDeletion.objects.create(public_id="a", resource_type="image", type="upload")
    rendition_storage().save("original_images/nobodys.png", ContentFile(b"x"))
    age(rendition_storage().path("original_images/nobodys.png"), 24 * 8)
    result = run("media_cleanup", "--dry-run", "--orphans")
    assert result.lines == [
        f"Would delete: abandoned upload: {abandoned.name}",
        "Would delete: files deleted before, from Cloudinary: 1",
        "Would delete: file no row knows, on disk: original_images/nobodys.png",
    ]
    assert result.error == ""
    assert parts.part_of(abandoned).exists()
    assert rendition_storage().exists("original_images/nobodys.png")
    assert PendingDeletion.objects.exists()
    assert VideoAsset.objects.exists()


@pytest.fixture
def unused_asset(cloudinary) -> VideoAsset:
    """In Cloudinary, and of no video any more."""
    video_asset = asset(backend="cloudinary", **long_ago())
    cloudinary.store.add(
        Asset(video_asset.public_id, "video", "authenticated", b"0123456789", "mp4")
    )
    return video_asset


def test_unused_file_in_cloudinary_is_deleted_as_well(cloudinary, unused_asset):
    assert run("media_cleanup").lines == [
        f"Deleted: file of no video: {unused_asset.name}",
        "Deleted: files deleted before, from Cloudinary: 1",
    ]
    assert (cloudinary.assets, PendingDeletion.objects.count()) == ([], 0)


def test_what_cloudinary_keeps_is_deleted_later(cloudinary, unused_asset):
    cloudinary.fail("reset")
    result = run("media_cleanup")
    assert result.lines[-1] == "Not yet deleted: files deleted before, from Cloudinary: 1"
    assert result.error == "Some of it has to wait; run this again later."
    assert not VideoAsset.objects.exists()
    cloudinary.recover()
    assert run("media_cleanup").error == ""
    assert (cloudinary.assets, PendingDeletion.objects.count()) == ([], 0)


def test_while_cloudinary_is_unreachable_it_is_queried_once(cloudinary):
    for name in "abc":
        PendingDeletion.objects.create(public_id=name, resource_type="image", type="upload")
    cloudinary.fail(500)
    run("media_cleanup")
    assert len(cloudinary.log) == 1


def test_one_that_cloudinary_refuses_holds_up_no_others(cloudinary):
    for name in "abc":
        PendingDeletion.objects.create(public_id=name, resource_type="image", type="upload")
    cloudinary.fail(400, times=1)
    run("media_cleanup")
    assert [deletion.public_id for deletion in PendingDeletion.objects.all()] == ["a"]


def test_pending_deletions_remain_without_an_account():
    PendingDeletion.objects.create(public_id="a", resource_type="image", type="upload")
    asset(backend="cloudinary", **long_ago())
    assert run("media_cleanup").error == "Some of it has to wait; run this again later."
    assert PendingDeletion.objects.count() == 2


def test_orphans_stay_unless_requested_and_old_enough(cloudinary):
    new, old = rendition_storage().path("images/new.png"), rendition_storage().path("images/o.png")
    for path in (new, old):
        rendition_storage().save(f"images/{os.path.basename(path)}", ContentFile(b"x"))
    age(new, 24 * 6)
    age(old, 24 * 8)
    cloudinary.store.add(Asset("original_images/o", "image", "upload", b"x", "png"))
    for number in range(600):  # more than one page of the listing
        name = f"original_images/x{number}"
        cloudinary.store.add(Asset(name, "image", "upload", b"x", "png", created_at=OLD))
    assert run("media_cleanup").lines == ["Nothing to clean up."]
    result = run("media_cleanup", "--orphans")
    assert len(result.lines) == 601
    assert (os.path.exists(new), os.path.exists(old)) == (True, False)
    assert [asset.public_id for asset in cloudinary.assets] == ["original_images/o"]


def test_what_any_row_has_is_never_an_orphan(cloudinary):
    """Whatever page, draft or revision refers to it, or none."""
    pictures, film = [image(), image()], video()
    film.asset.backend = "local"
    for cloud_asset in cloudinary.assets:
        cloud_asset.created_at = OLD
    # The copies that a move to Cloudinary left on the disk are still of their rows.
    for picture in pictures:
        rendition_storage().save(picture.file.name, ContentFile(b"x"))
        age(rendition_storage().path(picture.file.name), 24 * 30)
    age(private_storage().path(film.asset.name), 24 * 30)
    VideoAsset.objects.update(**long_ago(24 * 30))
    assert run("media_cleanup", "--orphans").lines == ["Nothing to clean up."]
    assert (CustomImage.objects.count(), Video.objects.count()) == (2, 1)


def test_trouble_with_cloudinary_ends_no_other_cleaning(cloudinary):
    rendition_storage().save("images/old.png", ContentFile(b"x"))
    age(rendition_storage().path("images/old.png"), 24 * 8)
    cloudinary.fail(500)
    result = run("media_cleanup", "--orphans")
    assert "Deleted: file no row knows, on disk: images/old.png" in result.lines
    assert result.error


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999999"])
def test_an_odd_number_is_refused(number):
    assert "invalid _some value" in run("media_cleanup", "--hours", number).error


def test_the_worker_cleans_up_and_refreshes_assets(cloudinary, unused_asset):
    film = video(asset=asset(backend="cloudinary", status="processing", name="other.mp4")).asset
    cloud_asset = Asset(film.public_id, "video", "authenticated", b"0123456789", "mp4")
    cloud_asset.derived = ["c_limit,q_auto,vc_h264,w_1280/mp4"]
    cloudinary.store.add(cloud_asset)
    tasks.ask_for_news.call_local()
    tasks.clean_up.call_local()
    assert [(row.pk, row.status) for row in VideoAsset.objects.all()] == [(film.pk, "ready")]


def test_the_worker_stops_querying_while_cloudinary_is_unreachable(cloudinary):
    for _ in range(3):
        asset(backend="cloudinary", status="processing")
    cloudinary.fail(401)
    tasks.ask_for_news.call_local()
    assert len(cloudinary.log) == 1
