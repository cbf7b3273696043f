"""Files that could not be processed, on the dashboard of the admin."""

from django.test import Client
from django.utils import timezone

from media.models import RenditionRequest, VideoAsset

from . import factories

HEADING = "Files that could not be processed"


def dashboard(client: Client) -> str:
    return client.get("/admin/").content.decode()


def test_dashboard_names_videos_and_images_that_failed(home, admin):
    video, image = factories.video(), factories.image(title="Broken")
    request = RenditionRequest.objects.create(image=image, specs="width-1")
    assert HEADING not in dashboard(admin)
    VideoAsset.objects.filter(pk=video.asset_id).update(status="failed", error="No picture in it.")
    RenditionRequest.objects.filter(pk=request.pk).update(failed_at=timezone.now())
    html = dashboard(admin)
    assert HEADING in html
    assert "No picture in it." in html
    assert f'href="/admin/videos/edit/{video.pk}/"' in html
    assert f'href="/admin/images/{image.pk}/"' in html
