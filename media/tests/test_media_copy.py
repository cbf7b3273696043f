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
from .moving import CONTENT, account, contents, films, forget_disk, rows, shots, to

__all__ = ["account", "films", "shots"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


def test_everything_is_copied_and_the_rows_stay_as_they_are(account, films, shots):
    before = rows()
    said = to("cloudinary")
    assert (said.error, said.lines[-1]) == ("", "5 copied.")
    assert rows() == before
    kept = {each.public_id: each.content for each in account.assets}
    names = [each.file.name.removesuffix(".png") for each in shots]
    names += [each.public_id for each in films]
    assert sorted(kept) == sorted(names)
    assert kept[films[0].public_id] == CONTENT + b"\0"
    for film in VideoAsset.objects.all():
        assert (film.backend, film.is_ready, film.mp4_ready) == ("cloudinary", True, False)
        assert film.version == account.find("video", film.delivery, film.public_id).version


def test_videos_play_as_they_were_until_their_mp4_is_made(account, films, client):
    to("cloudinary")
    order = account.asked("POST", "/video/upload")[0].fields
    assert order["eager"] == f"{MP4}/mp4"
    film = VideoAsset.objects.first()
    with urlopen(cloudinary_videos.play_url(film)) as response:
        assert response.read() == CONTENT + b"\0"
    assert {each.pk for each in VideoAsset.objects.unsettled()} == {each.pk for each in films}
    for each in account.assets:
        account.finish_eager(each)
    list(refresh_unsettled())
    assert [each.mp4_ready for each in VideoAsset.objects.all()] == [True, True]


def test_there_and_back_again(account, films, shots, settings):
    before, bytes_before = rows(), contents()
    to("cloudinary")
    forget_disk(*films)
    said = to("local")
    assert (said.error, said.lines[-1]) == ("", "5 copied.")
    assert (rows(), contents()) == (before, bytes_before)
    assert [each.backend for each in VideoAsset.objects.all()] == ["local", "local"]
    assert [each.version for each in VideoAsset.objects.all()] == [None, None]
    assert [len(each.file_hash) for each in VideoAsset.objects.all()] == [40, 40]
    for number, shot in enumerate(shots):
        with rendition_storage().open(shot.file.name) as file:
            assert file.read() == png(20 + number, 10)
    assert run("media_check").error == ""


def test_a_second_run_copies_nothing(account, films, shots):
    to("cloudinary")
    account.log.clear()
    assert to("cloudinary").lines == ["5 there already."]
    assert account.asked("POST") == []
    to("local")
    account.log.clear()
    assert to("local").lines == ["5 there already."]
    assert {each.method for each in account.log} == {"GET"}


def test_coming_back_needs_no_download_of_what_is_still_there(account, films, shots):
    to("cloudinary")
    account.log.clear()
    to("local")
    assert account.asked("GET", f"/{account.cloud_name}/video/authenticated/") == []


def test_dry_run_and_limit(account, films, shots):
    said = to("cloudinary", "--dry-run")
    assert said.lines[-1] == "5 would be copied."
    assert (account.assets, account.asked("POST")) == ([], [])
    assert to("cloudinary", "--limit", "4").lines[-1] == "4 copied."
    assert to("cloudinary", "--limit", "4").lines[-1] == "4 there already, 1 copied."


def test_one_kind_alone(account, films, shots):
    assert to("cloudinary", "--only", "images").lines[-1] == "3 copied."
    assert to("cloudinary", "--only", "videos").lines[-1] == "2 copied."


def test_uploads_under_way_are_left(account):
    asset(status="uploading")
    asset(status="failed")
    assert to("cloudinary").lines == ["Nothing to copy."]


def test_the_size_of_a_part_is_all_that_is_in_memory_at_once(account, monkeypatch, folders):
    monkeypatch.setattr("cloudinary.uploader.UPLOAD_LARGE_CHUNK_SIZE", 6_000_000)
    film = video(FILM + bytes(14_000_000)).asset
    to("cloudinary", "--only", "videos")
    sizes = [each.size for each in account.asked("POST", "/video/upload")]
    assert len(sizes) == 3
    assert max(sizes) < 6_010_000
    assert account.find("video", film.delivery, film.public_id).content == FILM + bytes(14_000_000)


def test_it_needs_an_account():
    assert to("local").error.startswith("Set CLOUDINARY_URL for this command")
