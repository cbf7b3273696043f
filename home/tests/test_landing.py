"""The landing page shows and counts what a visitor can open."""

import pytest
from wagtail.models import PageViewRestriction

from courses.tests import factories
from home.models import FeaturedCourse, HomePage

pytestmark = pytest.mark.both_databases


@pytest.fixture
def hidden(index):
    """A draft and a private course, each in a category of its own."""
    draft = factories.course(index, live=False, category=factories.category("Drafts"))
    private = factories.course(index, category=factories.category("Secrets"))
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    return [draft, private]


def test_featured_courses_come_first_and_the_newest_fill_up(home, index):
    old, middle, new = (factories.course(index) for _ in range(3))
    FeaturedCourse.objects.create(page=home, course=old)
    courses = HomePage.objects.get().landing.courses
    assert [entry.course for entry in courses] == [old, new, middle]


def test_hidden_courses_are_neither_shown_nor_counted(home, course, hidden):
    for hidden_course in hidden:
        FeaturedCourse.objects.create(page=home, course=hidden_course)
    landing = HomePage.objects.get().landing
    assert [entry.course for entry in landing.courses] == [course]
    assert [(category.name, category.course_count) for category in landing.categories] == [
        ("Craft", 1)
    ]
    assert (landing.course_count, landing.lesson_count) == (1, 3)


def test_landing_page_links_to_no_catalogue_that_is_none(client, index, course):
    assert "See all courses" in client.get("/").content.decode()
    index.unpublish()
    page = client.get("/").content.decode()
    assert course.title in page
    assert "See all courses" not in page
    assert "Find your subject" not in page
