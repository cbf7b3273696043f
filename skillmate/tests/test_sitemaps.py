"""The sitemap names what a visitor can read, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from courses.models import LessonPage
from courses.tests import factories
from courses.tests.counting import get_query_count
from home.models import StandardPage
from skillmate.sitemaps import OpenPages
from web.page_cache.site_version import mark_changed

pytestmark = pytest.mark.both_databases


def body(client, address: str) -> str:
    return client.get(address).content.decode()


def paths(client, address: str = "/sitemap.xml") -> set[str]:
    urls = re.findall(r"<loc>(.*?)</loc>", body(client, address))
    return {re.sub(r"^https?://[^/]+", "", url) for url in urls}


@pytest.fixture
def preview(lessons):
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    return lessons[0]


def test_sitemap_names_courses_categories_and_free_previews(client, course, preview):
    assert paths(client) == {
        *("/", "/about/", "/contact/", "/courses/", "/courses/category/craft/"),
        *(course.url, preview.url),
    }


def test_free_preview_of_a_private_course_is_not_open_to_all(course, preview):
    assert list(LessonPage.objects.open_to_all()) == [preview]
    PageViewRestriction.objects.create(page=course, restriction_type="login")
    assert list(LessonPage.objects.open_to_all()) == []


@pytest.mark.parametrize("hide", ["unpublish", "restrict"])
def test_hidden_course_takes_its_previews_along(client, course, preview, hide):
    if hide == "unpublish":
        course.unpublish()
    else:
        PageViewRestriction.objects.create(page=course, restriction_type="login")
    assert paths(client) == {"/", "/about/", "/contact/", "/courses/"}


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-pages.xml"])
def test_sitemap_of_a_site_that_is_closed_is_empty(client, home, course, address):
    PageViewRestriction.objects.create(page=home, restriction_type="login")
    assert paths(client, address) == set()
    assert client.get(address).status_code == 200


def test_queries_do_not_grow_with_the_site(client, index):
    factories.course(index, lessons=1)
    first = get_query_count(client, "/sitemap.xml")
    for _ in range(3):
        factories.course(index, lessons=3)
    assert get_query_count(client, "/sitemap.xml") == first <= 16


@pytest.fixture
def two_a_part(monkeypatch):
    monkeypatch.setattr(OpenPages, "limit", 2)


def test_large_sitemap_is_an_index_of_parts(client, index, two_a_part):
    courses = [factories.course(index) for _ in range(3)]
    parts = re.findall(r"<loc>[^<]*?(/sitemap-[^<]*)</loc>", body(client, "/sitemap.xml"))
    assert parts == [
        *("/sitemap-pages.xml", "/sitemap-pages.xml?p=2", "/sitemap-pages.xml?p=3"),
        *("/sitemap-pages.xml?p=4", "/sitemap-categories.xml", "/sitemap-instructors.xml"),
    ]
    listed_paths = [path for part in parts for path in sorted(paths(client, part))]
    assert len(listed_paths) == len(set(listed_paths)) == 8
    assert {course.url for course in courses} < set(listed_paths)


@pytest.mark.parametrize("address", ["?p=9", "?p=0", "?p=x", "?p=" + "9" * 40])
def test_part_that_is_none_is_not_found(client, course, address):
    assert client.get(f"/sitemap-pages.xml{address}").status_code == 404
    assert client.get("/sitemap-secrets.xml").status_code == 404


def test_every_change_shows_in_the_next_sitemap(client, course):
    assert course.url in paths(client)
    assert paths(client) == paths(client)
    course.unpublish()
    assert course.url not in paths(client)
    course.get_latest_revision().publish()
    assert course.url in paths(client)


def test_sitemap_that_is_as_before_is_not_sent_again(client, course):
    first = client.get("/sitemap.xml")
    second = client.get("/sitemap.xml", headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    course.unpublish()
    changed = client.get("/sitemap.xml", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_draft_is_not_told_to_search_engines(client, home):
    """Nor of a page that was made live without a revision."""
    page = home.add_child(instance=StandardPage(title="Terms", slug="terms"))
    assert not page.last_published_at
    before = body(client, "/sitemap.xml")
    page.save_revision()
    later = timezone.now() + timedelta(days=40)
    Page.objects.filter(pk=page.pk).update(latest_revision_created_at=later)
    mark_changed()
    assert body(client, "/sitemap.xml") == before


def test_no_page_is_read_for_the_sitemap(client, course, django_assert_max_num_queries):
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(8) as queries:
        client.get("/sitemap.xml")
    assert [q for q in queries if '"courses_coursepage"."summary"' in q["sql"]] == []
