"""Two people at once beginning courses and changing teams, on a database that lets them be."""

import pytest
from django.contrib.auth.models import User
from django.db import connection

from courses.authoring.course_creation import create_course
from courses.models import CoursePage, CourseTeam
from courses.teams.membership import add_member, remove_member
from courses.teams.roles import INSTRUCTORS
from courses.teams.team import ensure_team, team_of
from courses.tests.release.conftest import person
from courses.tests.release.test_races import at_once, refusal_count

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time, whatever we do"
    ),
]
ROUNDS = 12


@pytest.fixture
def colleague(draft_course, instructor) -> User:
    user = person("colleague", INSTRUCTORS)
    ensure_team(draft_course, members=[user])
    return user


def reload(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_courses_created_at_once_with_one_title_get_different_slugs(instructor):
    courses = at_once(*[lambda: create_course("Knots", by=reload(instructor))] * 4)
    assert {course.slug for course in courses} == {"knots", "knots-2", "knots-3", "knots-4"}
    assert len({course.path for course in courses}) == 4
    assert CourseTeam.objects.filter(course__title="Knots").count() == 4


def test_last_two_members_cannot_remove_each_other(draft_course, instructor, colleague):
    def removal(member: User, by: User):
        course = CoursePage.objects.get(pk=draft_course.pk)
        return remove_member(course, member, by=reload(by))

    for _ in range(ROUNDS):
        ensure_team(draft_course, members=[instructor, colleague])
        results = at_once(
            lambda: removal(colleague, instructor), lambda: removal(instructor, colleague)
        )
        assert refusal_count(results) == 1
        assert team_of(draft_course).count() == 1


def test_member_added_twice_at_once_is_added_once(draft_course, instructor):
    person("newcomer", INSTRUCTORS)
    email = "newcomer@example.com"
    at_once(*[lambda: add_member(draft_course, email, by=reload(instructor))] * 3)
    assert team_of(draft_course).filter(email=email).count() == 1
