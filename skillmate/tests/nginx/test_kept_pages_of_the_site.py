"""The site behind an nginx that keeps its pages: every change shows in the next request."""

import re

import pytest
from django.test import Client

from courses.tests import factories
from skillmate.tests.wire import HOST
from web.frontend_cache.purge import purge_after_change
from web.page_cache.site_version import site_changed

from .server import IS_INSTALLED, WHY_NOT, Nginx

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not IS_INSTALLED, reason=WHY_NOT),
]


@pytest.fixture
def nginx(site, nginx_before, settings):
    nginx: Nginx = nginx_before(site, keeps_pages=True)
    location = f"http://127.0.0.1:{nginx.purge_port}/site-version/"
    backend = "web.frontend_cache.backends.SiteVersionBackend"
    settings.PUBLIC_PAGES_SMAXAGE = 600
    settings.WAGTAILFRONTENDCACHE = {"nginx": {"BACKEND": backend, "LOCATION": location}}
    site_changed.connect(purge_after_change)
    yield nginx
    site_changed.disconnect(purge_after_change)


@pytest.fixture
def lesson(course, lessons):
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    return lessons[0]


def kept(nginx: Nginx, path: str) -> bool:
    """Whether nginx has the page among its files after a visit."""
    nginx.request(path)
    entries = (nginx.folder / "skillmate-pages").rglob("*")
    keys = [entry.read_bytes() for entry in entries if entry.is_file()]
    pattern = re.compile(rb"\nKEY: \w+ https://[^/\n]+" + re.escape(path.encode()) + rb"\n")
    return any(pattern.search(content) for content in keys)


def test_public_pages_are_kept_and_no_others(nginx, course, lesson):
    for path in ("/", "/courses/", "/courses/?level=beginner", course.url, lesson.url):
        assert kept(nginx, path), path
    for path in ("/contact/", "/accounts/login/", "/learn/", "/admin/", "/nothing/", "/readyz"):
        assert not kept(nginx, path), path


def test_every_change_shows_in_the_next_request(nginx, course, lesson):
    for number in range(3):
        course.title = f"Edition {number}"
        course.save_revision()
        assert f"Edition {number}" not in nginx.request(course.url).body.decode()
        course.get_latest_revision().publish()
        for path in (course.url, "/courses/"):
            assert f"Edition {number}" in nginx.request(path).body.decode()
    course.unpublish()
    assert nginx.request(course.url).status == 404


def test_visibility_that_changes_in_the_admin_shows_in_the_next_request(nginx, course, admin_user):
    admin = Client()
    admin.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
    for restriction_type, status in (("login", 302), ("none", 200), ("login", 302)):
        nginx.request(course.url)
        form = {"restriction_type": restriction_type, "password": ""}
        path = f"/admin/pages/{course.pk}/privacy/"
        assert admin.post(path, form, headers=headers).status_code == 200
        assert nginx.request(course.url).status == status
        is_listed = course.title in nginx.request("/courses/").body.decode()
        assert is_listed == (status == 200)


def test_nothing_of_who_is_signed_in_is_kept(nginx, course, lesson, settings):
    user = factories.user("planted")
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.session.session_key}"
    for path in ("/", "/courses/", course.url, lesson.url, "/about/"):
        own = nginx.request(path, Cookie=cookie)
        assert (own.status, own.headers["Cache-Control"]) == (200, "private, no-store")
        visitors = nginx.request(path)
        assert "planted" in own.body.decode()
        assert "planted" not in visitors.body.decode()
        assert nginx.request(path, Cookie=cookie).body != visitors.body
    folder = nginx.folder / "skillmate-pages"
    entries = [entry.read_bytes() for entry in folder.rglob("*") if entry.is_file()]
    assert len(entries) == 6  # and the version
    assert [entry for entry in entries if b"planted" in entry] == []


def test_a_browser_that_has_the_page_is_told_so_by_nginx(nginx):
    etag = nginx.request("/").headers["ETag"]
    again = nginx.request("/", **{"If-None-Match": etag})
    assert (again.status, again.body) == (304, b"")
