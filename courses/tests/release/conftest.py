"""People with roles, and a course ready to be submitted."""

import pytest
from django.contrib.auth.models import Group, User

from courses.models import CourseIndexPage, CoursePage
from courses.roles import EDITORS, INSTRUCTORS
from courses.team import ensure_team
from courses.tests import factories


def person(name: str, group: str) -> User:
    user = factories.user(name)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def editor(home) -> User:
    return person("editor", EDITORS)


@pytest.fixture
def draft_course(index: CourseIndexPage) -> CoursePage:
    """A complete course of three lessons that was never published."""
    return factories.complete_course(index, lessons=3, live=False)


@pytest.fixture
def instructor(draft_course: CoursePage) -> User:
    """On the team of `draft_course`."""
    user = person("instructor", INSTRUCTORS)
    ensure_team(draft_course, members=[user])
    return user
