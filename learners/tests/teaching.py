"""What the tests beside it share."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from courses.models import CoursePage
from courses.teams.roles import INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.models import Enrollment
from learners.progress.progress import complete

TEACH = "/teach/"


# For the list, the page of a course, its CSV, and all of these of another course.
EXPECTED = {
    "visitor": (302, 302, 302, 302, 302),
    "student": (404, 404, 404, 404, 404),
    "enrolled": (404, 404, 404, 404, 404),
    "left": (404, 404, 404, 404, 404),
    "team": (200, 200, 200, 404, 404),
    "other instructor": (200, 404, 404, 200, 200),
    "editor": (200, 200, 200, 200, 200),
    "admin": (200, 200, 200, 200, 200),
}


@pytest.fixture
def addresses(course, other_course) -> list[str]:
    return [
        TEACH,
        *(path for taught_course in (course, other_course) for path in pages_of(taught_course)),
    ]


def pages_of(course: CoursePage) -> list[str]:
    names = ("teach_course", "teach_csv")
    return [reverse(f"learners:{name}", args=[course.pk]) for name in names]


def open_page(client: Client, address: str):
    """What a page is opened with: the file is asked for by a form."""
    return client.post(address) if address.endswith(".csv") else client.get(address)


def teacher(*courses: CoursePage, name: str = "teacher") -> User:
    setup_roles()
    user = factories.user(name)
    user.groups.add(Group.objects.get(name=INSTRUCTORS))
    for course in courses:
        ensure_team(course, members=[user])
    return user


def learner(course: CoursePage, *, done: int = 0, **fields) -> Enrollment:
    """Somebody new in `course` who completed its first `done` lessons."""
    user = factories.user(f"learner-{User.objects.count()}")
    enrollment = enroll(course, by=user)
    for lesson in course.outline.lessons[:done]:
        complete(lesson, by=user)
    Enrollment.objects.filter(pk=enrollment.pk).update(**fields)
    return Enrollment.objects.get(pk=enrollment.pk)


def listed_course(client: Client, number: int = 0):
    return client.get(TEACH).context["teaching"].page.object_list[number]


def numbers_in(client: Client, course: CoursePage):
    return client.get(pages_of(course)[0]).context["teaching"].numbers


def state_badges(client: Client) -> list[str]:
    """The state of the one course, as it is read."""
    page = client.get(TEACH).content.decode()
    badges = page.split('aria-label="State"')[1].split("</ul>")[0].split("<li")[1:]
    return [badge.split(">")[1].split("<")[0] for badge in badges]
