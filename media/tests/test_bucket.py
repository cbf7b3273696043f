"""A site whose files are in a bucket of S3: the same rows, pages and rules as on disk."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail import hooks

from media.models import CustomDocument, CustomImage, Video, VideoTrack
from media.storages import private_storage, rendition_storage
from web.outages import Outage, outage_of

from .bucket import NAME, get
from .factories import MP4, image, png, video

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bucket")]
CONTENT = MP4 + bytes(range(256)) * 1000


@pytest.fixture
def open_to_all(monkeypatch):
    """Who may have a video is decided, and tried, elsewhere."""
    monkeypatch.setattr(hooks, "get_hooks", lambda name: [])


def test_an_image_and_its_renditions_are_in_the_bucket(bucket, client):
    picture = image(400, 300)
    rendition = picture.get_rendition("width-100")
    assert bucket.stored() == [f"media/{rendition.file.name}", f"media/{picture.file.name}"]
    assert rendition.url == f"/media/{rendition.file.name}"
    response = client.get(rendition.url)
    body = b"".join(response)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Pillow.open(BytesIO(body)).size == (100, 75)


def test_an_image_is_uploaded_replaced_and_deleted(
    admin, bucket, django_capture_on_commit_callbacks
):
    fields = {"title": "A bench", "collection": 1}
    upload = {"file": ContentFile(png(60, 40), "bench.png")}
    assert admin.post("/admin/images/add/", {**fields, **upload}).status_code == 302
    picture = CustomImage.objects.get()
    assert (picture.width, picture.height, len(picture.file_hash)) == (60, 40, 40)
    first = picture.file.name
    upload = {"file": ContentFile(png(80, 40), "other.png")}
    with django_capture_on_commit_callbacks(execute=True):
        address = f"/admin/images/{picture.pk}/"
        assert admin.post(address, {**fields, **upload}).status_code == 302
    picture.refresh_from_db()
    assert (picture.width, f"media/{first}" in bucket.stored()) == (80, False)
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert bucket.stored() == []


def test_pictures_may_have_an_address_of_their_own(bucket, settings):
    bucket.use(settings, public_url="https://files.example.org/media")
    rendition = image().get_rendition("width-20")
    assert rendition.url == f"https://files.example.org/media/{rendition.file.name}"


def test_nothing_in_the_bucket_is_public_by_itself(bucket):
    film, picture = video(CONTENT), image()
    assert bucket.get(f"private/{film.asset.name}") == (403, b"")
    assert bucket.get(f"media/{picture.file.name}") == (403, b"")
    status, body = get(private_storage().url(film.asset.name))
    assert (status, body) == (200, CONTENT)


@pytest.mark.parametrize(
    ("header", "status", "part"),
    [
        ("bytes=0-", 206, CONTENT),
        ("bytes=100000-100009", 206, CONTENT[100_000:100_010]),
        ("bytes=-5", 206, CONTENT[-5:]),
        (f"bytes={len(CONTENT)}-", 416, b""),
        ("bytes=9-2", 200, CONTENT),
    ],
)
def test_a_video_is_served_in_parts(client, open_to_all, header, status, part):
    response = client.get(video(CONTENT).url, headers={"Range": header})
    assert (response.status_code, b"".join(response)) == (status, part)
    assert (response["Cache-Control"], response["Accept-Ranges"]) == ("private, no-store", "bytes")


def test_a_video_that_is_known_is_not_sent_again(client, open_to_all):
    film = video(CONTENT)
    known = client.head(film.url)
    assert known["Content-Length"] == str(len(CONTENT))
    assert client.get(film.url, headers={"If-None-Match": known["ETag"]}).status_code == 304


def test_a_video_that_is_gone_is_404(client, open_to_all):
    film = video()
    private_storage().delete(film.asset.name)
    assert client.get(film.url).status_code == 404


@pytest.mark.parametrize("method", ["get", "head"])
def test_nginx_fetches_a_video_by_an_address_nobody_sees(
    bucket, client, open_to_all, settings, method
):
    settings.PRIVATE_MEDIA_ACCEL = "/private-files"
    response = getattr(client, method)(video(CONTENT).url)
    path = response["X-Accel-Redirect"]
    assert path.startswith(f"/private-files/{NAME}/private/videos/")
    assert (b"".join(response), response["Cache-Control"]) == (b"", "private, no-store")
    if method == "get":
        url = bucket.origin + path.removeprefix("/private-files")
        assert get(url, Range="bytes=4-7") == (206, b"ftyp")


def test_browsers_may_be_led_to_a_signed_address(bucket, client, open_to_all, settings):
    bucket.use(settings, seconds=600)
    response = client.get(video(CONTENT).url)
    assert (response.status_code, response["Cache-Control"]) == (302, "private, no-store")
    assert response.url.startswith(f"{bucket.origin}/{NAME}/private/videos/")
    assert "X-Amz-Expires=600" in response.url
    assert get(response.url, Range="bytes=4-7") == (206, b"ftyp")


def test_captions_and_downloads_pass_the_site(client, open_to_all):
    film = video()
    track = VideoTrack.objects.create(video=film, file=ContentFile(b"WEBVTT", "captions.vtt"))
    response = client.get(track.url)
    assert (response.status_code, b"".join(response)) == (200, b"WEBVTT")
    document = CustomDocument.objects.create(title="Card", file=ContentFile(b"card", "карта.pdf"))
    response = client.get(document.url)
    assert (response.status_code, b"".join(response)) == (200, b"card")
    disposition = f"attachment; filename=\"karta.pdf\"; filename*=UTF-8''{quote('карта.pdf')}"
    assert response["Content-Disposition"] == disposition


def test_files_of_one_name_are_two(bucket):
    both = [
        CustomDocument.objects.create(title="Card", file=ContentFile(content, "card.txt"))
        for content in (b"one", b"two")
    ]
    assert [document.file.read() for document in both] == [b"one", b"two"]
    assert len(bucket.stored()) == 2
    assert {document.file.name.startswith("documents/card_") for document in both} == {True}


def test_a_bucket_that_is_away_is_said_in_words(bucket, client, open_to_all, settings):
    film = video()
    bucket.use(settings, endpoint_url="http://127.0.0.1:9")
    with pytest.raises(OSError, match="cannot be reached") as away:
        client.get(film.url)
    assert outage_of(away.value) is Outage.AWAY
    with pytest.raises(OSError, match="cannot be reached") as full:
        image()
    assert outage_of(full.value) is Outage.READ_ONLY
    rendition_storage().delete("images/some.png")  # waits for a clean-up instead


def test_a_video_is_the_same_row_as_on_disk(bucket):
    asset = Video.objects.get(pk=video(CONTENT).pk).asset
    assert (asset.backend, asset.is_remote, asset.name[:7]) == ("local", False, "videos/")
