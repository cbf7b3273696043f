"""`media_copy` that breaks off, finds other bytes, or is overtaken by a deletion."""

import os
from pathlib import Path

import pytest
from cloudinary import uploader

from media.cloud import client
from media.models import CustomImage, Video, VideoAsset
from media.storages import private_storage, rendition_storage
from media.upload.cloudinary_videos import MP4

from .factories import MP4 as FILM
from .factories import png
from .moving import CONTENT, account, contents, films, forget_disk, rows, shots, to
from .standin import Asset

__all__ = ["account", "films", "shots"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


@pytest.mark.parametrize("fault", ["reset", "html", 401, 420])
@pytest.mark.parametrize("spared", range(5))
def test_what_broke_off_is_gone_on_with(account, films, shots, fault, spared):
    before = rows()
    account.fail(fault, on="/upload", spared=spared + 1)  # the first is a listing
    said = to("cloudinary")
    assert "Stopped: " in said.error
    assert said.error.endswith("Run it again to go on.")
    assert rows() == before
    there = {each.public_id for each in account.assets}
    for film in VideoAsset.objects.filter(backend="cloudinary"):
        assert film.public_id in there
    account.recover()
    assert to("cloudinary").error == ""
    assert len(account.assets) == 5
    assert rows() == before


def test_a_way_back_that_broke_off_is_gone_on_with(account, films, shots, settings):
    to("cloudinary")
    before, bytes_before = rows(), [CONTENT + b"\0", CONTENT + b"\1"]
    forget_disk(*films)
    account.fail("reset", on="s--", spared=3)
    said = to("local")
    assert said.error.startswith("3 copied. Stopped: ")
    assert [each.backend for each in VideoAsset.objects.all()] == ["cloudinary", "cloudinary"]
    account.recover()
    assert to("local").error == ""
    assert (rows(), contents()) == (before, bytes_before)
    names = [each.name.removeprefix("videos/") for each in films]
    assert sorted(private_storage().listdir("videos")[1]) == sorted(names)


def test_it_goes_on_with_what_came_in_but_was_not_written_down(account, films):
    """The process died between the last byte and the row."""
    film = films[0]
    kept = Asset(film.public_id, "video", film.delivery, CONTENT + b"\0", "mp4")
    kept.derived = [f"{MP4}/mp4"]
    account.store.add(kept)
    assert to("cloudinary").error == ""
    assert len(account.asked("POST", "/video/upload")) == 1
    film.refresh_from_db()
    assert (film.backend, film.mp4_ready) == ("cloudinary", True)


def test_other_bytes_of_the_same_name_are_left_alone(account, films, shots):
    other = Asset(films[0].public_id, "video", films[0].delivery, FILM, "mp4")
    picture = Asset(shots[0].file.name[:-4], "image", "upload", png(1, 1), "png")
    account.store.add(other)
    account.store.add(picture)
    said = to("cloudinary")
    assert said.error.startswith("2 failed, 3 copied.")
    kept = {each.public_id: each.content for each in account.assets}
    assert (kept[other.public_id], kept[picture.public_id]) == (FILM, png(1, 1))
    films[0].refresh_from_db()
    assert films[0].backend == "local"


def test_bytes_that_changed_on_the_way_back_are_not_taken(account, films):
    VideoAsset.objects.filter(pk=films[0].pk).update(file_hash="0" * 40)
    to("cloudinary")
    forget_disk(*films)
    said = to("local")
    words = "Cloudinary delivered other bytes than it was given."
    assert f"failed: {films[0].name}: {words}" in said.lines
    assert said.error.startswith("1 failed, 1 copied.")
    assert [each.backend for each in VideoAsset.objects.order_by("pk")] == ["cloudinary", "local"]
    assert private_storage().listdir("videos")[1] == [films[1].name.removeprefix("videos/")]


def test_what_is_delivered_short_is_not_taken(account, films, shots):
    """A proxy's own page, say, with status 200."""
    to("cloudinary")
    forget_disk(*films)
    account.fail("garbage", on="s--")
    said = to("local")
    assert said.error.startswith("5 failed.")
    assert {each.backend for each in VideoAsset.objects.all()} == {"cloudinary"}
    assert rendition_storage().listdir("original_images")[1] == []
    assert private_storage().listdir("videos")[1] == []


def test_what_is_on_neither_side_is_told_and_the_rest_copied(account, films, shots):
    rendition_storage().delete(shots[0].file.name)
    private_storage().delete(films[0].name)
    said = to("cloudinary")
    assert said.lines == [
        f"failed: {shots[0].file.name}: It is neither on disk nor in Cloudinary.",
        f"copied: {shots[1].file.name}",
        f"copied: {shots[2].file.name}",
        f"failed: {films[0].name}: Its file is not on this disk.",
        f"copied: {films[1].name}",
    ]
    assert said.error == "2 failed, 3 copied. Those that failed were left where they are."


def test_what_cloudinary_will_not_have_is_told_and_the_rest_copied(account, films, shots):
    account.limits["image"] = 1
    said = to("cloudinary")
    assert said.error.startswith("3 failed, 2 copied.")
    assert "File size too large" in said.lines[0]


def delete_everything_after(monkeypatch, target: object, name: str) -> None:
    """While one call to Cloudinary is under way, somebody deletes all images and videos."""
    real = getattr(target, name)

    def call(*args, **kwargs):
        response = real(*args, **kwargs)
        for model in (Video, VideoAsset, CustomImage):
            model.objects.all().delete()
        return response

    monkeypatch.setattr(target, name, call)


@pytest.mark.parametrize(("kind", "call"), [("images", "upload"), ("videos", "upload_large")])
def test_what_is_deleted_meanwhile_leaves_no_copy_there(
    account, films, shots, monkeypatch, kind, call
):
    delete_everything_after(monkeypatch, uploader, call)
    to("cloudinary", "--only", kind, "--limit", "1")
    assert (len(account.asked("POST", "/destroy")), account.assets) == (1, [])


@pytest.mark.parametrize("kind", ["images", "videos"])
def test_what_is_deleted_meanwhile_leaves_no_copy_here(account, films, shots, monkeypatch, kind):
    to("cloudinary")
    forget_disk(*films)
    delete_everything_after(monkeypatch, client._http, "request")
    to("local", "--only", kind, "--limit", "1")
    assert rendition_storage().listdir("original_images")[1] == []
    assert private_storage().listdir("videos")[1] == []


def test_a_disk_that_takes_nothing_is_told(account, shots, settings):
    to("cloudinary")
    forget_disk()
    folder = rendition_storage().path("original_images")
    os.rename(folder, f"{folder}-away")
    Path(folder).write_text("in the way")
    assert to("local").error.endswith(
        "The disk cannot be used: File exists. Run it again to go on."
    )
