import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Collection

from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import EDITORS, INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release.conftest import draft_course, editor, instructor, published_course
from learners.enrollment.enrollment import enroll, leave

__all__ = ["draft_course", "editor", "instructor", "published_course"]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
@cached_fixture
def enrolled(student, course):
    """The student's enrolment in the course."""
    return enroll(course, by=student)


@pytest.fixture
def client_of(course, other_course):
    """A client by role; the course's own people and files are set up with it."""
    setup_roles()

    def make(role: str) -> Client:
        if role == "visitor":
            return Client()
        user = factories.user(role.replace(" ", "-"), is_superuser=role == "admin")
        ROLES.get(role, lambda *args: None)(user, course, other_course)
        return signed_in(user)

    return make


@pytest.fixture
def team(client_of) -> Client:
    """Of somebody on the team of the course."""
    return client_of("team")


@pytest.fixture
def collection(course) -> Collection:
    """In which the course keeps its files."""
    return ensure_team(course).collection


@pytest.fixture
def release(instructor, editor, django_capture_on_commit_callbacks):
    """Submits and approves what is drafted of a course, with all that follows the commit."""

    def make(course, by=instructor, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            submit(course, by=by, despite_findings=True, **fields)
            approve(course, by=editor, fingerprint=Changes(course).fingerprint)
        return course.releases.published().first()

    return make


@pytest.fixture
@cached_fixture
def other_course(index):
    return factories.course(index, lessons=1)


def _enrolled(user, course, other_course):
    enroll(course, by=user)


def _left(user, course, other_course):
    enroll(course, by=user)
    leave(course, by=user)


def _enrolled_elsewhere(user, course, other_course):
    enroll(other_course, by=user)


def _team(user, course, other_course):
    _join(user, INSTRUCTORS)
    ensure_team(course, members=[user])


def _other_instructor(user, course, other_course):
    _join(user, INSTRUCTORS)
    ensure_team(other_course, members=[user])


def _editor(user, course, other_course):
    _join(user, EDITORS)


def _join(user, group):
    user.groups.add(Group.objects.get(name=group))


ROLES = {
    "enrolled": _enrolled,
    "enrolled elsewhere": _enrolled_elsewhere,
    "left": _left,
    "team": _team,
    "other instructor": _other_instructor,
    "editor": _editor,
}
