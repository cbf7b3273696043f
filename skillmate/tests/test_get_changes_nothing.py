"""State never changes by GET, whoever asks for whatever address the site answers at."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection

from courses.models import Category, CourseIndexPage
from courses.tests import factories
from learners.enrollment import enrol
from skillmate.tests.access.conftest import furnished, house, walked
from skillmate.tests.access.house import ROLES
from skillmate.tests.access.visits import TRACES, written

__all__ = ["furnished", "house", "walked"]


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what a view writes is the same on either database"
)
@pytest.mark.parametrize("role", ROLES)
def test_no_get_changes_a_row(walked, role):
    asked = [visit for visit in walked(role) if visit.method == "GET"]
    assert [visit for visit in asked if visit.wrote] == []
    assert [visit.path for visit in asked if visit.broke] == []
    assert len(asked) > 400


def _enrol(course, user):
    enrol(course, by=user)


def _publish(course, user):
    course.save_revision().publish()


def _join(course, user):
    user.groups.add(Group.objects.first())


def _forget(course, user):
    User.objects.filter(pk=user.pk).delete()


def _make_many(course, user):
    Category.objects.bulk_create([Category(name="New", slug="new")], ignore_conflicts=True)


CHANGES = {
    _enrol: "learners_enrollment",
    _publish: "wagtailcore_page",
    _join: "auth_user_groups",
    _forget: "auth_user",
    _make_many: "courses_category",
}


@pytest.mark.parametrize("change", CHANGES)
def test_watching_statements_notices_a_change(course, student, change):
    with written() as tables:
        change(course, student)
    assert CHANGES[change] in tables


def test_reading_is_no_change(course, index: CourseIndexPage):
    with written() as tables:
        factories.category()
        assert list(index.get_children())
    assert tables == set()


def test_traces_are_of_tables_there_are(db):
    assert TRACES.keys() <= {*connection.introspection.table_names()}
