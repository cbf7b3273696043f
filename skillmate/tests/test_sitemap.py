"""The sitemap names what a visitor can read, and nothing else."""

import re

import pytest
from wagtail.models import PageViewRestriction

from courses.models import LessonPage
from courses.tests import factories


def paths(client) -> set[str]:
    xml = client.get("/sitemap.xml").content.decode()
    return {re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"<loc>(.*?)</loc>", xml)}


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


def test_queries_do_not_grow_with_the_site(client, index, django_assert_max_num_queries):
    factories.course(index, lessons=1)
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(15) as first:
        client.get("/sitemap.xml")
    for _ in range(3):
        factories.course(index, lessons=3)
    with django_assert_max_num_queries(15) as second:
        client.get("/sitemap.xml")
    assert len(second) == len(first)
