"""Every address of a video and of its upload, role by role, deny by default."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from courses.teams.team import ensure_team
from learners.tests import files
from media.models import Video, VideoAsset, VideoTrack
from media.tests import factories
from media.tests.uploading import Uploader

# What each role gets, in the order of `addresses`; 302 leads to Cloudinary.
EXPECTED = {
    #                   lesson's track featured unused cloud poster stream
    "visitor": (404, 404, 200, 404, 404, 404, 404),
    "student": (404, 404, 200, 404, 404, 404, 404),
    "enrolled": (200, 200, 200, 404, 302, 302, 302),
    "enrolled elsewhere": (404, 404, 200, 404, 404, 404, 404),
    "left": (404, 404, 200, 404, 404, 404, 404),
    "team": (200, 200, 200, 200, 302, 302, 302),
    "other instructor": (404, 404, 200, 404, 404, 404, 404),
    "editor": (200, 200, 200, 200, 302, 302, 302),
    "admin": (200, 200, 200, 200, 302, 302, 302),
}
# To begin an upload into the course's collection; each step of one that another has begun.
UPLOADS = {
    "visitor": (403, 403),
    "student": (403, 403),
    "enrolled": (403, 403),
    "team": (200, 404),
    "other instructor": (403, 404),
    "editor": (200, 404),
    "admin": (200, 404),
}


@pytest.fixture
def addresses(course, lessons, cloudinary) -> list[str]:
    collection = ensure_team(course).collection
    lesson_video, featured, unused = files.video(), files.video(), files.video(collection)
    track = VideoTrack.objects.create(video=lesson_video, file="tracks/none.vtt")
    track.file.storage.save("tracks/none.vtt", factories.ContentFile(b"WEBVTT"))
    asset = factories.asset(backend="cloudinary", mp4_ready=True, hls_ready=True)
    cloud = factories.video(asset=asset, poster_second=3)
    files.add_files(lessons[0], video=lesson_video)
    files.add_files(lessons[1], video=cloud)
    course.featured_video = featured
    course.save_revision().publish()
    stream = reverse("media:stream", args=[cloud.pk])
    return [
        lesson_video.url,
        track.url,
        featured.url,
        unused.url,
        cloud.url,
        cloud.poster_url,
        stream,
    ]


@pytest.mark.parametrize("role", EXPECTED)
def test_role_gets_only_permitted_videos_and_posts_nothing(client_of, addresses, role):
    client = client_of(role)
    for send in (client.get, client.head):
        responses = [send(address) for address in addresses]
        assert tuple(response.status_code for response in responses) == EXPECTED[role]
        cache_headers = [
            response["Cache-Control"] for response in responses if response.status_code < 400
        ]
        assert set(cache_headers) == {"private, no-store"}
    assert {client.post(address).status_code for address in addresses} == {405}


@pytest.fixture
def uploader(course) -> Uploader:
    """An upload under way, of someone on the team."""
    collection = ensure_team(course).collection
    user = User.objects.create_superuser("uploader")
    uploader = Uploader(user, collection, factories.MP4 + bytes(1000))
    uploader.start()
    return uploader


@pytest.mark.parametrize("role", UPLOADS)
def test_role_uploads_where_it_may_and_touches_no_upload_of_others(client_of, uploader, role):
    client = client_of(role)
    data = {"filename": "a.mp4", "size": 1000, "collection": uploader.collection.pk}
    start_status, others_status = UPLOADS[role]
    assert client.post(reverse("media:upload"), data).status_code == start_status
    status = reverse("media:upload_status", args=[uploader.token])
    assert client.get(status).status_code == others_status
    for step in ("sign", "chunk", "finish", "cancel"):
        address = reverse(f"media:upload_{step}", args=[uploader.token])
        assert client.post(address).status_code == others_status
        assert client.get(address).status_code == 405
    assert VideoAsset.objects.filter(token=uploader.token, status="uploading").exists()


@pytest.mark.parametrize(
    ("role", "is_refreshed"),
    [
        *[("visitor", False), ("student", False), ("enrolled", False), ("team", True)],
        *[("other instructor", False), ("editor", True), ("admin", True)],
    ],
)
def test_role_refreshes_the_status_of_its_own_videos(client_of, course, role, is_refreshed):
    film = files.video(ensure_team(course).collection)
    VideoAsset.objects.update(size=None)
    client = client_of(role)
    address = reverse("videos:refresh", args=[film.pk])
    assert client.get(address).status_code in {302, 403, 405}
    client.post(address)
    assert (Video.objects.get().asset.size is not None) == is_refreshed
