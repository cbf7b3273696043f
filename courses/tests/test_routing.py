"""Pages are found in few queries, and by nobody who may not see them."""

import pytest
from wagtail.models import PageViewRestriction

from courses.models import CoursePage
from courses.tests import factories
from courses.tests.counting import get_query_count


def test_course_page_takes_the_same_queries_for_many_lessons(client, index):
    factories.course(index, lessons=1)
    small, large = factories.course(index, lessons=1), factories.course(index, lessons=3)
    assert get_query_count(client, small.url) == get_query_count(client, large.url) <= 12


def test_course_page_takes_the_same_queries_for_many_related_courses(client, index):
    factories.course(index, lessons=1)
    course = factories.course(index, lessons=1)
    before = get_query_count(client, course.url)
    for _ in range(3):
        factories.course(index, lessons=1)
    assert get_query_count(client, course.url) == before


@pytest.mark.parametrize("path", ["nothing/", "nothing/at/all/", "category/nothing/"])
def test_unknown_address_below_the_catalogue_is_not_found(client, course, path):
    assert client.get(f"/courses/{path}").status_code == 404
    assert client.get(f"{course.url}{path}").status_code == 404


def test_lesson_is_found_in_its_own_course_only(client, index, course, lessons):
    other = factories.course(index, lessons=1)
    assert client.get(f"{other.url}{lessons[0].slug}/").status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize("restricted", ["course", "index", "root"])
def test_restriction_anywhere_above_hides_a_course(client, index, course, restricted):
    other = factories.course(index, lessons=1)
    page = {"course": course, "index": index, "root": index.get_root()}[restricted]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(course.url).status_code == 302
    expected = {other.pk} if restricted == "course" else set()
    assert set(CoursePage.objects.published().values_list("pk", flat=True)) == expected
