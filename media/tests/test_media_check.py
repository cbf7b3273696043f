"""`media_check`: what is missing, damaged or nobody's, on disk and in Cloudinary."""

import json
import os
import time

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from media.models import CustomDocument, CustomImage, PendingDeletion, VideoAsset, VideoTrack
from media.storages import private_storage, rendition_storage

from .commands import run
from .factories import asset, image, video
from .standin import Asset

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db, pytest.mark.usefixtures("folders")]
FINE = "Nothing is missing."


def findings(*arguments: str) -> list[tuple[str, str]]:
    """Kind and name of each finding."""
    rows = [json.loads(line) for line in run("media_check", "--json", *arguments).lines]
    return [(row["kind"], row["name"]) for row in rows if row["kind"] not in {"checked", "ok"}]


def age(path: str, hours: int) -> None:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))


@pytest.fixture
def library() -> dict:
    """One file of every kind, on disk."""
    document = CustomDocument.objects.create(title="Card", file=ContentFile(b"card", "card.txt"))
    picture, film = image(), video()
    track = VideoTrack(video=film, file=ContentFile(b"WEBVTT", "captions.vtt"))
    track.save()
    rendition = picture.get_rendition("width-20")
    files = {"image": picture, "rendition": rendition, "document": document, "track": track}
    return {**files, "video": film.asset}


def test_nothing_is_reported_where_no_file_is_missing(library):
    result = run("media_check")
    assert (result.error, result.lines[-1]) == ("", FINE)
    assert "images: 1 files" in result.lines
    assert "renditions: 1 files" in result.lines
    assert "videos: 1 files" in result.lines


@pytest.mark.parametrize("kind", ["image", "rendition", "document", "track"])
def test_a_file_gone_from_the_disk_is_missing(library, kind):
    item = library[kind]
    item.file.storage.delete(item.file.name)
    result = run("media_check")
    assert result.error == "Wrong: 1. docs/deployment.md says what to do."
    row = f"{item._meta.verbose_name} {item.pk}"
    assert f"  missing: {row}: {item.file.name} is not on disk." in result.lines


def test_a_video_gone_from_the_disk_is_missing(library):
    private_storage().delete(library["video"].name)
    assert findings() == [("missing", library["video"].name)]


def test_an_upload_under_way_is_not_missing(library):
    asset(status="uploading", name="coming.mp4")
    private_storage().delete(VideoAsset.objects.latest("pk").name)
    assert findings() == []


def test_a_file_of_another_size_or_kind_is_damaged(library):
    CustomImage.objects.update(file_size=5)
    with open(private_storage().path(library["video"].name), "wb") as file:
        file.write(b"text")
    name = library["image"].file.name
    assert findings() == [
        ("size", name),
        ("size", library["video"].name),
        ("format", library["video"].name),
    ]


def test_files_of_no_row_are_listed_and_no_failure(library):
    names = ["original_images/a.png", "images/b.png"]
    for name in names:
        rendition_storage().save(name, ContentFile(b"x"))
        age(rendition_storage().path(name), hours=2)
    for name in ("videos/c.mp4", "tracks/d.vtt", "documents/e.pdf", "uploads/f.part"):
        private_storage().save(name, ContentFile(b"x"))
        age(private_storage().path(name), hours=2)
        names.append(name)
    assert sorted(findings()) == sorted(("orphan", name) for name in names)
    assert run("media_check").error == ""


def test_what_has_just_come_is_no_orphan_yet(library):
    rendition_storage().save("original_images/new.png", ContentFile(b"x"))
    assert findings() == []


@pytest.fixture
def remote(cloudinary) -> dict:
    """An image and a video, in Cloudinary."""
    film = asset(backend="cloudinary", size=10, mp4_ready=True)
    cloudinary.store.add(Asset(film.public_id, "video", "authenticated", b"0123456789", "mp4"))
    return {"image": image(file_size=None), "video": film}


def test_cloudinary_is_queried_for_many_at_once(cloudinary, remote):
    for _ in range(3):
        image()
    cloudinary.log.clear()
    assert findings() == []
    requests = [
        request for request in cloudinary.requests_for("GET") if "public_ids[]" in request.query
    ]
    assert sorted(len(request.query["public_ids[]"]) for request in requests) == [1, 4]


def test_what_cloudinary_lost_is_missing(cloudinary, remote):
    cloudinary.store.clear()
    assert findings() == [
        ("missing", remote["image"].file.name),
        ("missing", remote["video"].name),
    ]
    assert run("media_check").error == "Wrong: 2. docs/deployment.md says what to do."


def test_what_is_another_file_in_cloudinary_is_damaged(cloudinary, remote):
    VideoAsset.objects.update(size=11)
    cloudinary.find("video", "authenticated", remote["video"].public_id).format = "webm"
    assert findings() == [("size", remote["video"].name), ("format", remote["video"].name)]


def test_what_no_row_of_ours_knows_in_cloudinary_is_listed(cloudinary, remote):
    old = {"created_at": "2026-01-01T00:00:00Z"}
    for public_id, type in [("original_images/form", "upload"), ("elsewhere/logo", "upload")]:
        cloudinary.store.add(Asset(public_id, "image", type, b"x", "png", **old))
    cloudinary.store.add(Asset("videos/lost", "video", "authenticated", b"x", "mp4", **old))
    cloudinary.store.add(Asset("videos/gone", "video", "upload", b"x", "mp4", **old))
    cloudinary.find("image", "upload", remote["image"].file.name[:-4]).created_at = "2026-01-01"
    PendingDeletion.objects.create(public_id="videos/gone", resource_type="video", type="upload")
    assert findings() == [
        ("orphan", "original_images/form"),
        ("orphan", "videos/lost"),
        ("pending", ""),
    ]


def test_a_row_with_an_extension_of_before_keeps_its_file(cloudinary, remote):
    CustomImage.objects.update(file="original_images/scan.tiff")
    old = {"created_at": "2026-01-01T00:00:00Z"}
    cloudinary.store.add(Asset("original_images/scan", "image", "upload", b"x", "tiff", **old))
    assert ("orphan", "original_images/scan") not in findings()


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (401, "Cloudinary does not take the key and secret for the cloud “Stand-In”."),
        (420, "The calls Cloudinary allows within the hour are used up."),
        (500, "Cloudinary cannot be reached at http://127.0.0.1:"),
        ("html", "Cloudinary cannot be reached at http://127.0.0.1:"),
    ],
)
def test_account_failure_is_reported_once(cloudinary, remote, fault, message):
    cloudinary.fail(fault)
    result = run("media_check")
    assert result.lines[0].startswith(f"  account: {message}")
    assert result.error == "Wrong: 1. docs/deployment.md says what to do."
    assert cloudinary.api_secret not in " ".join(result.lines)


def test_trouble_in_the_middle_ends_no_other_checks(cloudinary, remote, library):
    private_storage().delete(library["track"].file.name)
    cloudinary.fail(500, on="/resources/image")
    kinds = [kind for kind, _name in findings()]
    assert ("missing" in kinds, kinds.count("account")) == (True, 1)


def test_cloud_videos_without_an_account_are_reported():
    asset(backend="cloudinary")
    [line] = [line for line in run("media_check").lines if "account" in line]
    assert line.startswith("  account: Videos in Cloudinary: 1. CLOUDINARY_URL is not set")


def test_refresh_updates_assets_first(cloudinary, remote):
    VideoAsset.objects.update(status="processing", mp4_ready=False)
    cloudinary.find("video", "authenticated", remote["video"].public_id).derived = [
        "c_limit,q_auto,vc_h264,w_1280/mp4"
    ]
    name = remote["video"].name
    assert run("media_check", "--refresh").lines[0] == f"  video: {name}: Ready"
    assert VideoAsset.objects.get().mp4_ready


def test_many_rows_take_as_many_queries_as_one(library):
    query_counts = []
    for count in (0, 30):
        for number in range(count):
            image(name=f"{number}.png")
        with CaptureQueriesContext(connection) as queries:
            run("media_check")
        query_counts.append(len(queries))
    assert query_counts[0] == query_counts[1]


@pytest.mark.usefixtures("library")
def test_it_changes_no_row_and_no_file(tmp_path):
    def state():
        files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        return files, [*CustomImage.objects.values(), *VideoAsset.objects.values()]

    before = state()
    run("media_check", "--refresh")
    assert state() == before
