"""Videos handed out: from disk in parts, by nginx, by Cloudinary under signed addresses."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from wagtail import hooks

from media.models import Video, VideoAsset
from media.upload.cloudinary_videos import MP4

from .factories import asset, video
from .standin import Asset

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open_to_all(monkeypatch):
    """Who may have a video is decided, and tried, elsewhere."""
    monkeypatch.setattr(hooks, "get_hooks", lambda name: [])


def body(response) -> bytes:
    return b"".join(response)


def fetch(url: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urlopen(Request(url, headers=headers)) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, b""


@pytest.fixture
def remote(cloudinary) -> Video:
    """A lesson's video, as Cloudinary has it."""
    film = video(asset=asset(backend="cloudinary", status="processing", version=7))
    cloud_asset = Asset(
        film.asset.public_id, "video", "authenticated", b"0123456789", "mp4", version=7
    )
    cloudinary.store.add(cloud_asset)
    return film


def test_a_video_on_disk_is_served_in_parts(client):
    film = video(b"0123456789")
    whole = client.get(film.url)
    assert (whole.status_code, body(whole), whole["Content-Type"]) == (
        200,
        b"0123456789",
        "video/mp4",
    )
    part = client.get(film.url, headers={"Range": "bytes=2-5"})
    assert (part.status_code, body(part)) == (206, b"2345")
    assert part["Cache-Control"] == "private, no-store"


def test_head_has_the_size_and_no_body(client):
    response = client.head(video(b"0123456789").url)
    assert (response["Content-Length"], response["Accept-Ranges"]) == ("10", "bytes")
    assert body(response) == b""


def test_nginx_sends_it_where_there_is_one(client, settings):
    settings.PRIVATE_MEDIA_ACCEL = "/private"
    film = video()
    response = client.get(film.url)
    assert response["X-Accel-Redirect"] == f"/private/{film.asset.name}"
    assert (response["Content-Type"], response.content) == ("video/mp4", b"")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("status", ["uploading", "failed"])
def test_what_has_not_come_in_is_not_found(client, status):
    film = video(asset=asset(status=status))
    assert (client.get(film.url).status_code, film.sources) == (404, [])


def test_a_file_gone_from_the_disk_is_not_found(client):
    film = video(asset=asset(name="gone.mp4"))
    VideoAsset.objects.update(name="videos/gone.mp4")
    assert client.get(film.url).status_code == 404


def test_the_original_plays_until_the_mp4_is_made(client, remote):
    response = client.get(remote.url)
    assert (response.status_code, response["Cache-Control"]) == (302, "private, no-store")
    assert f"/v1/{remote.asset.public_id}.mp4" in response.url
    assert MP4 not in response.url
    assert fetch(response.url) == (200, b"0123456789")
    assert fetch(response.url, Range="bytes=2-5") == (206, b"2345")


def test_the_mp4_url_has_the_transformation_it_was_requested_with(client, remote):
    VideoAsset.objects.update(mp4_ready=True)
    url = client.get(remote.url).url
    assert f"--/{MP4}/v1/{remote.asset.public_id}.mp4" in url
    assert fetch(url)[0] == 200


def test_no_address_but_the_signed_one_opens(client, remote):
    url = client.get(remote.url).url
    unsigned = "/".join(segment for segment in url.split("/") if not segment.startswith("s--"))
    forged = url.replace("/s--", "/s--x")
    assert [fetch(address)[0] for address in (url, unsigned, forged)] == [200, 401, 401]


def test_a_public_video_has_an_address_of_its_own_type(client, cloudinary, remote):
    VideoAsset.objects.update(delivery="upload")
    assert "/video/upload/" in client.get(remote.url).url


def test_a_poster_is_a_second_of_the_video(client, remote):
    assert (remote.poster_url, client.get(f"{remote.url}poster.jpg").status_code) == (None, 404)
    Video.objects.update(poster_second=12)
    film = Video.objects.get()
    url = client.get(film.poster_url).url
    assert f"c_limit,q_auto,so_12,w_1280/v1/{film.asset.public_id}.jpg" in url
    assert fetch(url)[0] == 200


def test_a_video_on_disk_has_no_poster_by_second():
    assert video(poster_second=3).poster_url is None


def test_streams_are_offered_where_they_exist_and_are_enabled(client, remote, settings):
    address = f"{remote.url}stream.m3u8"
    assert client.get(address).status_code == 404
    VideoAsset.objects.update(hls_ready=True, mp4_ready=True)
    film = Video.objects.get()
    assert [(source.url, source.type) for source in film.sources] == [(film.url, "video/mp4")]
    settings.CLOUDINARY_HLS = True
    assert film.sources[0].url == address
    url = client.get(address).url
    assert f"/sp_auto/v1/{film.asset.public_id}.m3u8" in url
    assert fetch(url)[0] == 200


def test_a_video_in_the_cloud_is_not_found_without_an_account(client, remote, settings):
    settings.CLOUDINARY_ACCOUNT = None
    assert client.get(remote.url).status_code == 404


def test_videos_come_with_their_files_in_one_query(django_assert_num_queries):
    for _ in range(3):
        video()
    with django_assert_num_queries(1):
        assert [film.is_ready for film in Video.objects.all()] == [True] * 3
