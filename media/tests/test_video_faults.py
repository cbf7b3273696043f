"""Videos in the admin while Cloudinary is away, or has lost them: pages open, nothing is lost."""

import pytest
from django.urls import reverse

from media.models import PendingDeletion, Video, VideoAsset

from .commands import run
from .factories import asset, video
from .standin import Asset

pytestmark = pytest.mark.django_db
DOWN = ["reset", "html", 401]


@pytest.fixture
def film(cloudinary) -> Video:
    """A video of before Cloudinary went away, its poster one of its seconds."""
    video_asset = asset(backend="cloudinary", version=7, mp4_ready=True, duration=40)
    cloudinary.store.add(
        Asset(video_asset.public_id, "video", "authenticated", b"0123456789", "mp4")
    )
    return video(title="Before", asset=video_asset, poster_second=3)


@pytest.fixture(params=DOWN, ids=str)
def unreachable_video(request, cloudinary, film) -> Video:
    cloudinary.fail(request.param)
    cloudinary.log.clear()
    return film


@pytest.fixture
def lost_video(cloudinary, film) -> Video:
    """Somebody deleted its file in Cloudinary's own console."""
    cloudinary.store.clear()
    return film


def form(**fields) -> dict:
    tracks = {"tracks-TOTAL_FORMS": 0, "tracks-INITIAL_FORMS": 0, "tracks-MIN_NUM_FORMS": 0}
    values = {"title": "After", "transcript": "", "poster": "", "poster_second": 3, "collection": 1}
    return {**values, **tracks, **fields}


def pages(film: Video) -> list[str]:
    video_urls = [
        reverse(f"videos:{name}", args=[film.pk]) for name in ("edit", "delete", "inspect")
    ]
    chooser = [reverse(f"video_chooser:{name}") for name in ("choose", "choose_results")]
    return [reverse("videos:index"), *video_urls, *chooser]


def test_lists_and_pages_open_without_a_cloudinary_request(admin, cloudinary, unreachable_video):
    assert {url: admin.get(url).status_code for url in pages(unreachable_video)} == dict.fromkeys(
        pages(unreachable_video), 200
    )
    assert cloudinary.log == []


def test_title_is_saved_without_a_cloudinary_request(admin, cloudinary, unreachable_video):
    response = admin.post(reverse("videos:edit", args=[unreachable_video.pk]), form())
    assert (response.status_code, Video.objects.get().title) == (302, "After")
    assert cloudinary.log == []


def test_refreshing_shows_that_cloudinary_is_unreachable(admin, unreachable_video):
    response = admin.post(reverse("videos:refresh", args=[unreachable_video.pk]), follow=True)
    assert response.status_code == 200
    [message] = [str(item).strip() for item in response.context["messages"]]
    assert message.startswith("Cloudinary ")
    assert VideoAsset.objects.get().is_ready


def test_deletion_while_cloudinary_is_away_is_done_later(admin, cloudinary, unreachable_video):
    assert admin.post(reverse("videos:delete", args=[unreachable_video.pk])).status_code == 302
    assert not Video.objects.exists()
    VideoAsset.objects.update(created_at="2026-01-01T00:00:00Z")
    assert run("media_cleanup").error == "Some of it has to wait; run this again later."
    assert [deletion.public_id for deletion in PendingDeletion.objects.all()] == [
        unreachable_video.asset.public_id
    ]
    cloudinary.recover()
    assert run("media_cleanup").error == ""
    assert (cloudinary.assets, PendingDeletion.objects.count()) == ([], 0)


def test_a_video_that_is_lost_has_pages_and_is_edited_and_deleted(admin, cloudinary, lost_video):
    assert {admin.get(url).status_code for url in pages(lost_video)} == {200}
    assert admin.post(reverse("videos:edit", args=[lost_video.pk]), form()).status_code == 302
    response = admin.post(reverse("videos:refresh", args=[lost_video.pk]), follow=True)
    assert response.status_code == 200
    assert admin.post(reverse("videos:delete", args=[lost_video.pk])).status_code == 302
    VideoAsset.objects.update(created_at="2026-01-01T00:00:00Z")
    assert run("media_cleanup").error == ""
    assert (VideoAsset.objects.count(), PendingDeletion.objects.count()) == (0, 0)


def test_without_an_account_its_pages_open_all_the_same(admin, settings, film):
    settings.CLOUDINARY_ACCOUNT = None
    assert {admin.get(url).status_code for url in pages(film)} == {200}
    response = admin.post(reverse("videos:refresh", args=[film.pk]), follow=True)
    [message] = [str(item).strip() for item in response.context["messages"]]
    assert message.startswith("This site has no Cloudinary account.")
