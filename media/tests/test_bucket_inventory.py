"""`media_check`, `media_cleanup` and `media_copy` where files are in a bucket."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from media.models import CustomDocument, VideoAsset, VideoTrack
from media.storages import private_storage, rendition_storage

from .bucket import NAME
from .commands import run
from .factories import MP4, image, video

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]
FINE = "Nothing is missing."


def findings() -> list[tuple[str, str]]:
    """Kind and name of each finding."""
    rows = [json.loads(line) for line in run("media_check", "--json").lines]
    return [(row["kind"], row["name"]) for row in rows if row["kind"] not in {"checked", "ok"}]


def make_library() -> dict:
    """One file of every kind, where the site keeps its files now."""
    document = CustomDocument.objects.create(title="Card", file=ContentFile(b"card", "card.txt"))
    picture, film = image(), video()
    track = VideoTrack.objects.create(video=film, file=ContentFile(b"WEBVTT", "captions.vtt"))
    rendition = picture.get_rendition("width-20")
    files = {"image": picture, "rendition": rendition, "document": document, "track": track}
    names = {kind: row.file.name for kind, row in files.items()}
    return {**names, "video": film.asset.name}


@pytest.fixture
def library(folders, bucket) -> dict:
    return make_library()


def test_nothing_is_reported_where_no_file_is_missing(library):
    result = run("media_check")
    assert (result.error, result.lines[-1]) == ("", FINE)
    assert {"images: 1 files", "renditions: 1 files", "videos: 1 files"} <= {*result.lines}


@pytest.mark.parametrize("kind", ["image", "rendition", "document", "track", "video"])
def test_a_file_gone_from_the_bucket_is_missing(bucket, library, kind):
    folder = "media" if kind in {"image", "rendition"} else "private"
    bucket.client.delete_object(Bucket=NAME, Key=f"{folder}/{library[kind]}")
    assert findings() == [("missing", library[kind])]


def test_damage_is_told_by_size_and_content(bucket, library):
    private_storage().put(library["video"], ContentFile(b"GIF89a"))
    assert findings() == [("size", library["video"]), ("format", library["video"])]


def test_what_everybody_may_have_is_found(bucket, library):
    """A policy that is too open shows nowhere else: pages look as ever."""
    policy = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    for folder, public in (
        ("media/images", []),
        ("media", ["image"]),
        ("*", ["image", "document", "track", "video"]),
    ):
        statement = {**policy, "Resource": f"arn:aws:s3:::{NAME}/{folder.removesuffix('*')}*"}
        document = {"Version": "2012-10-17", "Statement": [statement]}
        bucket.client.put_bucket_policy(Bucket=NAME, Policy=json.dumps(document))
        assert {*findings()} == {("public", library[kind]) for kind in public}


def test_files_no_row_knows_are_found_and_cleaned_up(bucket, library, clock):
    rendition_storage().put("original_images/nobodys.png", ContentFile(b"x"))
    private_storage().put("uploads/gone/000", ContentFile(b"x"))
    assert findings() == []  # they may be on their way to a row
    clock(timedelta(hours=2))
    nobodys = [("orphan", "original_images/nobodys.png"), ("orphan", "uploads/gone/000")]
    assert findings() == nobodys
    clock(timedelta(days=8))
    run("media_cleanup", "--orphans")
    assert findings() == []
    assert len(bucket.stored()) == 5


def test_a_bucket_that_is_away_is_said(bucket, library, settings):
    bucket.use(settings, endpoint_url="http://127.0.0.1:9")
    result = run("media_check")
    assert result.error.startswith("Wrong: 1.")
    [problem] = [line for line in result.lines if "could be looked at" in line]
    assert "The bucket cannot be reached (EndpointConnectionError)" in problem


def test_files_move_to_a_bucket_and_back(bucket_server, settings):
    on_disk = make_library()
    storages = settings.STORAGES
    bucket_server.reset()
    bucket_server.use(settings)
    assert run("media_copy", "--to", "bucket", "--dry-run").lines[-1] == "5 would be copied."
    assert run("media_copy", "--to", "bucket", "--limit", "2").lines[-1] == "2 copied."
    assert run("media_copy", "--to", "bucket").lines[-1] == "2 there already, 3 copied."
    assert run("media_check").lines[-1] == FINE
    head = bucket_server.client.head_object(Bucket=NAME, Key=f"media/{on_disk['rendition']}")
    assert (head["ContentType"], "immutable" in head["CacheControl"]) == ("image/png", True)
    settings.STORAGES = storages
    private_storage().delete(on_disk["video"])
    rendition_storage().delete(on_disk["image"])
    bucket_server.use(settings)
    assert run("media_copy", "--to", "disk").lines[-1] == "2 copied, 3 there already."
    settings.STORAGES, settings.MEDIA_BUCKET = storages, None
    assert run("media_check").lines[-1] == FINE
    assert private_storage().open(on_disk["video"]).read() == MP4


def test_between_cloudinary_and_a_bucket(bucket, cloudinary, settings):
    """The site keeps documents and captions in the bucket, images and videos in Cloudinary."""
    settings.STORAGES = {**settings.STORAGES, "images": settings.STORAGES["default"]}
    library = make_library()
    assert run("media_copy", "--to", "cloudinary").lines[-1] == "2 copied."
    assert len(cloudinary.assets) == 2
    assert VideoAsset.objects.get().backend == "cloudinary"
    for name in ("image", "video"):
        folder = "media" if name == "image" else "private"
        bucket.client.delete_object(Bucket=NAME, Key=f"{folder}/{library[name]}")
    assert run("media_copy", "--to", "local").lines[-1] == "2 copied."
    assert VideoAsset.objects.get().backend == "local"
    assert run("media_check").lines[-1] == FINE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "bucket"], "Set MEDIA_S3_BUCKET"),
        (["--to", "disk"], "Set MEDIA_S3_BUCKET"),
        (["--to", "cloudinary"], "Set CLOUDINARY_URL"),
    ],
)
def test_both_sides_have_to_be_there(arguments, message):
    assert run("media_copy", *arguments).error.startswith(message)


def test_a_kind_alone_is_not_copied_to_a_bucket(bucket):
    assert "all files" in run("media_copy", "--to", "bucket", "--only", "images").error
