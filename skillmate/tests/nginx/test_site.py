"""What visitors get through the nginx of `docs/deploy/nginx`: pages, files, and limits."""

import http.client

import pytest
from django.conf import settings as site_settings
from wagtail import hooks

from media.tests.factories import MP4, image, video
from skillmate.tests.wire import HOST

from .server import IS_INSTALLED, WHY_NOT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not IS_INSTALLED, reason=WHY_NOT),
]
CONTENT = MP4 + bytes(range(256)) * 1000


@pytest.fixture
def open_to_all(monkeypatch):
    """Who may have a video is decided, and tried, elsewhere."""
    all_hooks = hooks.get_hooks
    monkeypatch.setattr(
        hooks, "get_hooks", lambda name: [] if name == "before_serve_video" else all_hooks(name)
    )


@pytest.fixture
def on_disk(site, nginx_before):
    return nginx_before(
        site,
        switches={
            "/srv/files/private/": f"{site_settings.PRIVATE_MEDIA_ROOT}/",
            "/srv/files/media/": f"{site_settings.MEDIA_ROOT}/",
        },
    )


def test_pages_and_refusals_come_as_the_site_sends_them(on_disk, site):
    page = on_disk.request("/", **{"Accept-Encoding": "gzip"})
    assert (page.status, page.headers["Content-Encoding"]) == (200, "gzip")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    headers = [name for name, _value in page.getheaders() if name != "Vary"]
    assert len(headers) == len({*headers})
    plain = http.client.HTTPConnection("127.0.0.1", on_disk.plain_port)
    plain.request("GET", "/courses/?q=1", headers={"Host": HOST})
    moved = plain.getresponse()
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{HOST}/courses/?q=1")
    assert on_disk.request("/no-such-page/").status == 404
    limits = {"/contact/": 1, "/profile/": 12, "/media/uploads/": 21, "/admin/": 110}
    for path, megabytes in limits.items():
        size = {"Content-Length": str(megabytes * 1024 * 1024 + 1)}
        assert on_disk.request(path, "POST", b"", **size).status == 413


def test_files_on_a_disk_are_sent_by_nginx(on_disk, open_to_all):
    film, picture = video(CONTENT), image(40, 30)
    rendition = picture.get_rendition("width-20")
    part = on_disk.request(film.url, Range="bytes=100000-100009")
    assert (part.status, part.body) == (206, CONTENT[100_000:100_010])
    assert part.headers["Cache-Control"] == "private, no-store"
    assert part.headers["Content-Security-Policy"] == "default-src 'none'"
    shown = on_disk.request(rendition.url)
    assert (shown.status, "immutable" in shown.headers["Cache-Control"]) == (200, True)
    assert on_disk.request(f"/private-files/{film.asset.name}").status == 404


def test_videos_in_a_bucket_are_fetched_by_nginx(bucket, site, nginx_before, open_to_all, settings):
    nginx = nginx_before(
        site,
        switches={
            "include /etc/nginx/skillmate/files_on_disk.conf;": "",
            "# include /etc/nginx/skillmate/files_in": "include /etc/nginx/skillmate/files_in",
            "https://s3.example.org/": f"{bucket.origin}/",
            "s3.example.org": bucket.origin.partition("//")[2],
        },
    )
    film = video(CONTENT)
    part = nginx.request(film.url, Range="bytes=100000-100009", Cookie="sessionid=x")
    assert (part.status, part.body) == (206, CONTENT[100_000:100_010])
    assert part.headers["Cache-Control"] == "private, no-store"
    assert {name for name, _value in part.getheaders() if name.startswith("x-amz-r")} == set()
    head = nginx.request(film.url, "HEAD")
    assert (head.status, head.headers["Content-Length"]) == (200, str(len(CONTENT)))
    path = f"/private-files/skillmate-media/private/{film.asset.name}"
    assert nginx.request(path).status == 404
    bucket.client.delete_object(Bucket="skillmate-media", Key=f"private/{film.asset.name}")
    assert nginx.request(film.url).status == 404
    rendition = image(40, 30).get_rendition("width-20")
    assert nginx.request(rendition.url).status == 200
    bucket.reset()
    shown = nginx.request(rendition.url)  # kept by nginx
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/png")
