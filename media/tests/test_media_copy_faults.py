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
from .moving import CONTENT, account, contents, copy_to, films, forget_disk, images, rows
from .standin import Asset

__all__ = ["account", "films", "images"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


@pytest.mark.parametrize("fault", ["reset", "html", 401, 420])
@pytest.mark.parametrize("skipped_calls", range(5))
def test_interrupted_copy_is_resumed(account, films, images, fault, skipped_calls):
    before = rows()
    account.fail(fault, on="/upload", skipped_calls=skipped_calls + 1)  # the first is a listing
    result = copy_to("cloudinary")
    assert "Stopped: " in result.error
    assert result.error.endswith("Run it again to go on.")
    assert rows() == before
    public_ids = {asset.public_id for asset in account.assets}
    for film in VideoAsset.objects.filter(backend="cloudinary"):
        assert film.public_id in public_ids
    account.recover()
    assert copy_to("cloudinary").error == ""
    assert len(account.assets) == 5
    assert rows() == before


def test_interrupted_copy_to_disk_is_resumed(account, films, images, settings):
    copy_to("cloudinary")
    before, bytes_before = rows(), [CONTENT + b"\0", CONTENT + b"\1"]
    forget_disk(*films)
    account.fail("reset", on="s--", skipped_calls=3)
    result = copy_to("local")
    assert result.error.startswith("3 copied. Stopped: ")
    assert [asset.backend for asset in VideoAsset.objects.all()] == ["cloudinary", "cloudinary"]
    account.recover()
    assert copy_to("local").error == ""
    assert (rows(), contents()) == (before, bytes_before)
    names = [film.name.removeprefix("videos/") for film in films]
    assert sorted(private_storage().listdir("videos")[1]) == sorted(names)


def test_uploaded_but_unrecorded_file_is_resumed(account, films):
    """The process died between the last byte and the row."""
    film = films[0]
    cloud_asset = Asset(film.public_id, "video", film.delivery, CONTENT + b"\0", "mp4")
    cloud_asset.derived = [f"{MP4}/mp4"]
    account.store.add(cloud_asset)
    assert copy_to("cloudinary").error == ""
    assert len(account.requests_for("POST", "/video/upload")) == 1
    film.refresh_from_db()
    assert (film.backend, film.mp4_ready) == ("cloudinary", True)


def test_other_bytes_of_the_same_name_are_left_alone(account, films, images):
    other = Asset(films[0].public_id, "video", films[0].delivery, FILM, "mp4")
    picture = Asset(images[0].file.name[:-4], "image", "upload", png(1, 1), "png")
    account.store.add(other)
    account.store.add(picture)
    result = copy_to("cloudinary")
    assert result.error.startswith("2 failed, 3 copied.")
    contents_by_id = {asset.public_id: asset.content for asset in account.assets}
    assert (contents_by_id[other.public_id], contents_by_id[picture.public_id]) == (FILM, png(1, 1))
    films[0].refresh_from_db()
    assert films[0].backend == "local"


def test_bytes_that_changed_on_the_way_back_are_not_taken(account, films):
    VideoAsset.objects.filter(pk=films[0].pk).update(file_hash="0" * 40)
    copy_to("cloudinary")
    forget_disk(*films)
    result = copy_to("local")
    message = "Cloudinary delivered other bytes than it was given."
    assert f"failed: {films[0].name}: {message}" in result.lines
    assert result.error.startswith("1 failed, 1 copied.")
    assert [asset.backend for asset in VideoAsset.objects.order_by("pk")] == ["cloudinary", "local"]
    assert private_storage().listdir("videos")[1] == [films[1].name.removeprefix("videos/")]


def test_what_is_delivered_short_is_not_taken(account, films, images):
    """A proxy's own page, say, with status 200."""
    copy_to("cloudinary")
    forget_disk(*films)
    account.fail("garbage", on="s--")
    result = copy_to("local")
    assert result.error.startswith("5 failed.")
    assert {asset.backend for asset in VideoAsset.objects.all()} == {"cloudinary"}
    assert rendition_storage().listdir("original_images")[1] == []
    assert private_storage().listdir("videos")[1] == []


def test_files_on_neither_side_are_reported_and_the_rest_copied(account, films, images):
    rendition_storage().delete(images[0].file.name)
    private_storage().delete(films[0].name)
    result = copy_to("cloudinary")
    assert result.lines == [
        f"failed: {images[0].file.name}: It is neither on disk nor in Cloudinary.",
        f"copied: {images[1].file.name}",
        f"copied: {images[2].file.name}",
        f"failed: {films[0].name}: Its file is not on disk.",
        f"copied: {films[1].name}",
    ]
    assert result.error == "2 failed, 3 copied. Those that failed were left where they are."


def test_files_refused_by_cloudinary_are_reported_and_the_rest_copied(account, films, images):
    account.limits["image"] = 1
    result = copy_to("cloudinary")
    assert result.error.startswith("3 failed, 2 copied.")
    assert "File size too large" in result.lines[0]


def delete_everything_after(monkeypatch, target: object, name: str) -> None:
    """While one call to Cloudinary is under way, somebody deletes all images and videos."""
    original = getattr(target, name)

    def call(*args, **kwargs):
        response = original(*args, **kwargs)
        for model in (Video, VideoAsset, CustomImage):
            model.objects.all().delete()
        return response

    monkeypatch.setattr(target, name, call)


@pytest.mark.parametrize(("kind", "call"), [("images", "upload"), ("videos", "upload_large")])
def test_what_is_deleted_meanwhile_leaves_no_copy_there(
    account, films, images, monkeypatch, kind, call
):
    delete_everything_after(monkeypatch, uploader, call)
    copy_to("cloudinary", "--only", kind, "--limit", "1")
    assert (len(account.requests_for("POST", "/destroy")), account.assets) == (1, [])


@pytest.mark.parametrize("kind", ["images", "videos"])
def test_what_is_deleted_meanwhile_leaves_no_copy_here(account, films, images, monkeypatch, kind):
    copy_to("cloudinary")
    forget_disk(*films)
    delete_everything_after(monkeypatch, client._http, "request")
    copy_to("local", "--only", kind, "--limit", "1")
    assert rendition_storage().listdir("original_images")[1] == []
    assert private_storage().listdir("videos")[1] == []


def test_an_unwritable_disk_is_reported(account, images, settings):
    copy_to("cloudinary")
    forget_disk()
    folder = rendition_storage().path("original_images")
    os.rename(folder, f"{folder}-away")
    Path(folder).write_text("in the way")
    assert copy_to("local").error.endswith(
        "The files here cannot be used: File exists. Run it again to go on."
    )
