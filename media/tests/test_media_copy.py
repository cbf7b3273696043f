"""`media_copy` there and back: the same rows, the same bytes, wherever it broke off."""

from urllib.request import urlopen

import pytest

from media.models import VideoAsset
from media.storages import rendition_storage
from media.upload import cloudinary_videos
from media.upload.cloudinary_videos import MP4
from media.upload.refresh import refresh_unsettled

from .commands import run
from .factories import MP4 as FILM
from .factories import asset, png, video
from .moving import CONTENT, account, contents, copy_to, films, forget_disk, images, rows

__all__ = ["account", "films", "images"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


def test_everything_is_copied_and_the_rows_stay_as_they_are(account, films, images):
    before = rows()
    result = copy_to("cloudinary")
    assert (result.error, result.lines[-1]) == ("", "5 copied.")
    assert rows() == before
    contents_by_id = {asset.public_id: asset.content for asset in account.assets}
    names = [picture.file.name.removesuffix(".png") for picture in images]
    names += [video_asset.public_id for video_asset in films]
    assert sorted(contents_by_id) == sorted(names)
    assert contents_by_id[films[0].public_id] == CONTENT + b"\0"
    for film in VideoAsset.objects.all():
        assert (film.backend, film.is_ready, film.mp4_ready) == ("cloudinary", True, False)
        assert film.version == account.find("video", film.delivery, film.public_id).version


def test_videos_play_the_original_until_their_mp4_is_ready(account, films, client):
    copy_to("cloudinary")
    order = account.requests_for("POST", "/video/upload")[0].fields
    assert order["eager"] == f"{MP4}/mp4"
    film = VideoAsset.objects.first()
    with urlopen(cloudinary_videos.play_url(film)) as response:
        assert response.read() == CONTENT + b"\0"
    assert {asset.pk for asset in VideoAsset.objects.unsettled()} == {asset.pk for asset in films}
    for cloud_asset in account.assets:
        account.finish_eager(cloud_asset)
    list(refresh_unsettled())
    assert [asset.mp4_ready for asset in VideoAsset.objects.all()] == [True, True]


def test_copy_to_cloudinary_and_back_restores_everything(account, films, images, settings):
    before, bytes_before = rows(), contents()
    copy_to("cloudinary")
    forget_disk(*films)
    result = copy_to("local")
    assert (result.error, result.lines[-1]) == ("", "5 copied.")
    assert (rows(), contents()) == (before, bytes_before)
    assert [asset.backend for asset in VideoAsset.objects.all()] == ["local", "local"]
    assert [asset.version for asset in VideoAsset.objects.all()] == [None, None]
    assert [len(asset.file_hash) for asset in VideoAsset.objects.all()] == [40, 40]
    for number, picture in enumerate(images):
        with rendition_storage().open(picture.file.name) as file:
            assert file.read() == png(20 + number, 10)
    assert run("media_check").error == ""


def test_a_second_run_copies_nothing(account, films, images):
    copy_to("cloudinary")
    account.log.clear()
    assert copy_to("cloudinary").lines == ["5 there already."]
    assert account.requests_for("POST") == []
    copy_to("local")
    account.log.clear()
    assert copy_to("local").lines == ["5 there already."]
    assert {request.method for request in account.log} == {"GET"}


def test_copy_to_disk_downloads_nothing_still_on_disk(account, films, images):
    copy_to("cloudinary")
    account.log.clear()
    copy_to("local")
    assert account.requests_for("GET", f"/{account.cloud_name}/video/authenticated/") == []


def test_dry_run_and_limit(account, films, images):
    result = copy_to("cloudinary", "--dry-run")
    assert result.lines[-1] == "5 would be copied."
    assert (account.assets, account.requests_for("POST")) == ([], [])
    assert copy_to("cloudinary", "--limit", "4").lines[-1] == "4 copied."
    assert copy_to("cloudinary", "--limit", "4").lines[-1] == "4 there already, 1 copied."


def test_one_kind_alone(account, films, images):
    assert copy_to("cloudinary", "--only", "images").lines[-1] == "3 copied."
    assert copy_to("cloudinary", "--only", "videos").lines[-1] == "2 copied."


def test_uploads_under_way_are_left(account):
    asset(status="uploading")
    asset(status="failed")
    assert copy_to("cloudinary").lines == ["Nothing to copy."]


def test_the_size_of_a_part_is_all_that_is_in_memory_at_once(account, monkeypatch, folders):
    monkeypatch.setattr("cloudinary.uploader.UPLOAD_LARGE_CHUNK_SIZE", 6_000_000)
    film = video(FILM + bytes(14_000_000)).asset
    copy_to("cloudinary", "--only", "videos")
    sizes = [request.size for request in account.requests_for("POST", "/video/upload")]
    assert len(sizes) == 3
    assert max(sizes) < 6_010_000
    assert account.find("video", film.delivery, film.public_id).content == FILM + bytes(14_000_000)


def test_it_needs_an_account():
    assert copy_to("local").error.startswith("Set CLOUDINARY_URL for this command")
