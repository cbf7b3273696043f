"""What a course page offers besides: published courses of the same category, newest first."""

import pytest
from wagtail.models import PageViewRestriction

from courses.tests import factories

pytestmark = pytest.mark.both_databases


def test_related_courses_are_the_newest_others_of_the_category(index, course):
    factories.course(index, category=factories.category("Milk"))
    others = [factories.course(index) for _ in range(4)]
    assert [entry.course for entry in course.related()] == others[:0:-1]


def test_course_without_a_category_has_no_related_courses(index, course):
    factories.course(index)
    course.category = None
    assert course.related() == []


def test_draft_and_private_courses_are_not_related(index, course):
    factories.course(index, live=False)
    private_course = factories.course(index)
    PageViewRestriction.objects.create(page=private_course, restriction_type="login")
    assert course.related() == []
