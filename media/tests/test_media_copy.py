"""`media_copy` there and back: the same rows, the same bytes, wherever it broke off."""

from urllib.request import urlopen

import pytest
from cloudinary import uploader

from media.cloud import client, videos
from media.cloud.videos import MP4
from media.models import CustomImage, Video, VideoAsset
from media.storages import private_storage, rendition_storage
from media.upload.refresh import refresh_unsettled

from .commands import run
from .factories import MP4 as FILM
from .factories import asset, image, png, video
from .standin import Asset

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
ON_DISK = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
CONTENT = FILM + bytes(range(256)) * 500


@pytest.fixture
def account(cloudinary, settings):
    """An account is there to be copied to, and nothing is in it."""
    settings.STORAGES = {**settings.STORAGES, "images": ON_DISK}
    return cloudinary


@pytest.fixture
def films(account) -> list[VideoAsset]:
    return [video(CONTENT + bytes([each])).asset for each in range(2)]


@pytest.fixture
def shots(account) -> list[CustomImage]:
    return [image(20 + each, 10, name=f"{each}.png") for each in range(3)]


def rows() -> tuple:
    """All of images and videos but what tells where the files are."""
    where = ["backend", "version", "mp4_ready", "hls_ready", "file_hash"]
    assets = [dict(each) for each in VideoAsset.objects.order_by("pk").values()]
    for each in assets:
        for column in where:
            del each[column]
    return [*CustomImage.objects.order_by("pk").values()], [*Video.objects.values()], assets


def to(side: str, *arguments: str):
    return run("media_copy", "--to", side, *arguments)


def forget_disk(*assets: VideoAsset) -> None:
    for each in assets:
        private_storage().delete(each.name)
    for each in CustomImage.objects.all():
        rendition_storage().delete(each.file.name)


def contents() -> list[bytes]:
    return [private_storage().open(each.name).read() for each in VideoAsset.objects.order_by("pk")]


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
    with urlopen(videos.play_url(film)) as answer:
        assert answer.read() == CONTENT + b"\0"
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


def delete_everything_after(monkeypatch, target: object, name: str) -> None:
    """While one call to Cloudinary is under way, somebody deletes all images and videos."""
    real = getattr(target, name)

    def call(*args, **kwargs):
        answer = real(*args, **kwargs)
        for model in (Video, VideoAsset, CustomImage):
            model.objects.all().delete()
        return answer

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


def test_it_needs_an_account():
    assert to("local").error.startswith("Set CLOUDINARY_URL for this command")
