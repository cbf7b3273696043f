"""The public address is in one place: whatever a row or a Host header says, `SITE_URL` is told."""

import re

import pytest
from django.contrib.sites.models import Site as DomainSite
from django.core import mail
from django.test import Client
from wagtail.models import Site

from courses.models import CoursePage, LessonPage
from courses.tests import factories
from skillmate.sitemaps import OpenPages

pytestmark = pytest.mark.django_db
NEW, OLD = "https://new.example", "old.example"
# Of what is not ours.
OTHERS = (
    "https://schema.org",
    "http://www.sitemaps.org",
    "http://www.w3.org",
    "https://www.youtube",
)
ASKED = {"Host": "localhost"}  # another name of the site's, which decides nothing either


@pytest.fixture(autouse=True)
def moved(settings, home):
    """A site that was set up at another address, and asked by a third."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = NEW
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = OLD, 443
    site.save()
    DomainSite.objects.update(domain=OLD)
    DomainSite.objects.clear_cache()
    yield
    DomainSite.objects.clear_cache()


@pytest.fixture
def preview(course, lessons) -> LessonPage:
    course.thumbnail = factories.picture()
    course.save_revision().publish()
    course.thumbnail.get_rendition("fill-1200x630|format-jpeg")  # as the worker does
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    return lessons[0]


def text(path: str) -> str:
    response = Client().get(path, headers=ASKED)
    assert response.status_code == 200
    return response.content.decode()


def absolute_urls(content: str) -> set[str]:
    urls = re.findall(r"https?://[^\s\"'<>]+", content)
    return {url for url in urls if not url.startswith(OTHERS)}


def test_every_page_names_the_address_of_the_setting(course, preview):
    pages = ["/", "/about/", "/contact/", "/courses/", "/courses/category/craft/"]
    for path in [*pages, course.url, preview.url]:
        content = text(path)
        assert f'<link rel="canonical" href="{NEW}{path}">' in content
        assert f'<meta property="og:url" content="{NEW}{path}">' in content
        assert OLD not in content
        assert {url for url in absolute_urls(content) if not url.startswith(f"{NEW}/")} == set()
    assert f'<meta property="og:image" content="{NEW}/media/' in text(course.url)
    assert f'"url": "{NEW}{course.url}"' in text(course.url)


@pytest.mark.parametrize("limit", [1000, 2])
def test_files_for_programs_name_it(course, preview, monkeypatch, limit):
    monkeypatch.setattr(OpenPages, "limit", limit)
    paths = ["/sitemap.xml", "/sitemap-pages.xml", "/sitemap-categories.xml", "/robots.txt"]
    for path in [*paths, "/.well-known/security.txt"]:
        urls = absolute_urls(text(path))
        assert {url for url in urls if not url.startswith(f"{NEW}/")} == set()
        assert urls
    assert f"Sitemap: {NEW}/sitemap.xml\n" in text("/robots.txt")


def test_mails_name_it(student: object):
    Client().post("/accounts/password/reset/", {"email": student.email}, headers=ASKED)
    Client().post("/accounts/password/reset/", {"email": "no@example.com"}, headers=ASKED)
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        everything = str(message.message())
        assert {url for url in absolute_urls(message.body) if not url.startswith(NEW)} == set()
        assert (NEW in everything, OLD in everything) == (True, False)


def test_pages_still_lead_to_one_another_without_it(course: CoursePage):
    assert course.url == f"/courses/{course.slug}/"
