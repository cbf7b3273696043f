"""No listing of the site asks the database more often when it has more rows.

Counted at two and at three: with one alone there may be no list.
"""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from courses.models import CourseIndexPage, CoursePage, Instructor
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import EDITORS, INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.release import admin_actions
from courses.tests.release.conftest import client_of
from home.models import ContactMessage
from learners.enrollment.enrollment import enroll
from learners.tests import files

pytestmark = pytest.mark.search

PUBLIC = ["/", "/courses/", "/courses/?q=course", "/courses/category/craft/", "/search/?q=course"]
OF_A_LEARNER = ["/learn/", "/learn/library/", "/courses/"]
OF_AN_INSTRUCTOR = ["/teach/", "/admin/", "/admin/courses/releases/"]
OF_AN_ADMINISTRATOR = [
    "/admin/",
    "/admin/contact_messages/",
    "/admin/courses/releases/",
    "/admin/documents/",
    "/admin/images/",
    "/admin/reports/activity/",
    "/admin/snippets/courses/instructor/",
    "/admin/users/",
    "/admin/videos/",
]
# Of one course: its lessons and releases, and those who learn there.
OF_A_COURSE = [
    "/teach/{course}/",
    "/admin/pages/{course}/",
    "/admin/courses/{course}/releases/",
    "/admin/courses/{course}/review/",
    "/admin/courses/{course}/team/",
]


@pytest.fixture
def people(home) -> dict[str, User]:
    setup_roles()
    people = {name: factories.user(name) for name in ("learner", "instructor", "editor")}
    people["instructor"].groups.add(Group.objects.get(name=INSTRUCTORS))
    people["editor"].groups.add(Group.objects.get(name=EDITORS))
    return {**people, "admin": factories.user("admin", is_superuser=True)}


def add_course(index: CourseIndexPage, people: dict[str, User]) -> CoursePage:
    """Released once and in review again, with all that is listed anywhere beside it."""
    course = factories.complete_course(index, lessons=2, live=False)
    ensure_team(course, members=[people["instructor"]])
    enroll_and_release(course, people)
    return course


def enroll_and_release(course: CoursePage, people: dict[str, User]) -> None:
    """One more release, one more learner, one more lesson, one more of each file."""
    # Read again: who asked already does not notice that they are on one more team.
    instructor, editor = (User.objects.get(pk=people[name].pk) for name in ("instructor", "editor"))
    course, number = CoursePage.objects.get(pk=course.pk), User.objects.count()
    if course.open_release is None:
        submit(course, by=instructor, despite_findings=True)
    approve(course, by=editor, fingerprint=Changes(course).fingerprint)
    course = CoursePage.objects.get(pk=course.pk)
    for learner in (people["learner"], factories.user(f"learner-{number}")):
        enroll(course, by=learner)
    lessons = course.outline.lessons
    admin_actions.edit_lesson(lessons[0], title=f"Lesson, edition {number}")
    new_lesson = factories.lesson(course, live=False)
    admin_actions.arrange_curriculum(course, "Part", *lessons, new_lesson)
    submit(course, by=instructor, despite_findings=True)
    Instructor.objects.create(name=f"Ivy {number}", slug=f"ivy-{number}")
    ContactMessage.objects.create(name="Ann", email="ann@example.com", message="Hello")
    files.document(f"sheet-{number}.pdf")
    files.video()


def counts(people: dict[str, User], course: CoursePage) -> dict[str, int]:
    """Queries by person and address."""
    own = [address.format(course=course.pk) for address in OF_A_COURSE]
    clients = {name: client_of(user) for name, user in people.items()}
    listings = [
        *((Client(), "visitor", address) for address in PUBLIC),
        *((clients["learner"], "learner", address) for address in OF_A_LEARNER),
        *((clients["instructor"], "instructor", address) for address in OF_AN_INSTRUCTOR),
        *((clients["admin"], "admin", address) for address in [*OF_AN_ADMINISTRATOR, *own]),
    ]
    return {
        f"{name}: {address}": get_query_count(client, address) for client, name, address in listings
    }


def test_no_listing_asks_more_often_at_three_than_at_two(index, people):
    course, _other = add_course(index, people), add_course(index, people)
    enroll_and_release(course, people)  # what is news to learners asks once more
    at_two = counts(people, course)
    add_course(index, people)
    enroll_and_release(course, people)
    at_three = counts(people, course)
    grown = {
        listing: f"{at_two[listing]} became {number}"
        for listing, number in at_three.items()
        if number > at_two[listing]
    }
    assert grown == {}
