"""People with roles, and a course ready to be submitted."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from courses.models import CourseIndexPage, CoursePage, CourseRelease
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture

HOUR = timedelta(hours=1)


def person(name: str, group: str) -> User:
    user = factories.user(name)
    user.groups.add(Group.objects.get(name=group))
    return user


def schedule_release(
    course: CoursePage, instructor: User, editor: User, after: timedelta = HOUR, **options
) -> CourseRelease:
    """Submitted and approved now, to go live `after` a while."""
    ensure_team(course, members=[instructor])
    submit(course, by=User.objects.get(pk=instructor.pk))  # who remembers no permissions
    return approve(
        course,
        by=editor,
        fingerprint=Changes(course).fingerprint,
        go_live_at=timezone.now() + after,
        **options,
    )


@pytest.fixture
@cached_fixture
def editor(home) -> User:
    return person("editor", EDITORS)


@pytest.fixture
@cached_fixture
def draft_course(index: CourseIndexPage, editor: User) -> CoursePage:
    """A complete course of three lessons that was never published. There is an editor to review
    it."""
    return factories.complete_course(index, lessons=3, live=False)


@pytest.fixture
@cached_fixture
def instructor(draft_course: CoursePage) -> User:
    """On the team of `draft_course`."""
    user = person("instructor", INSTRUCTORS)
    ensure_team(draft_course, members=[user])
    return user


@pytest.fixture
@cached_fixture
def published_course(draft_course: CoursePage, instructor: User, editor: User) -> CoursePage:
    """`draft_course` after its first release."""
    submit(draft_course, by=instructor)
    approve(draft_course, by=editor, fingerprint=Changes(draft_course).fingerprint)
    return CoursePage.objects.get(pk=draft_course.pk)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
@cached_fixture
def editor_client(editor: User) -> Client:
    return client_of(editor)


@pytest.fixture
@cached_fixture
def instructor_client(instructor: User) -> Client:
    return client_of(instructor)


@pytest.fixture
def run_command(django_capture_on_commit_callbacks):
    """Runs the command, commits, and returns its output, or the text of its error."""

    def publish() -> str:
        out = StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            try:
                call_command("publish_due", stdout=out, verbosity=2)
            except CommandError as error:
                return str(error)
        return out.getvalue().strip()

    return publish
