"""Previews of pages that are not saved yet: they have no number that a form could post to."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from courses.models import CourseIndexPage, CoursePage
from courses.teams.roles import EDITORS, setup_roles
from courses.tests.factories import category, user
from learners.enrollment.enrollment import enroll

COMMENTS = {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
TEACHERS = {f"taught_by-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}


@pytest.fixture
def editor(home) -> User:
    setup_roles()
    person = user("editor")
    person.groups.add(Group.objects.get(name=EDITORS))
    return person


@pytest.fixture
def editor_client(editor) -> Client:
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def preview(client: Client, address: str, **fields: object) -> str:
    url = f"/admin/pages/add/{address}/preview/"
    response = client.post(url, {"title": "Not saved yet", "slug": "", **COMMENTS, **fields})
    assert response.json() == {"is_valid": True, "is_available": True}
    return client.get(url).content.decode()


def test_a_new_lesson_can_be_previewed_by_somebody_enrolled(
    course: CoursePage, editor_client, editor
):
    enroll(course, by=editor)
    page = preview(editor_client, f"courses/lessonpage/{course.pk}", **{"body-count": "0"})
    assert "Not saved yet" in page


def test_a_new_course_can_be_previewed(index: CourseIndexPage, editor_client):
    counts = {f"{name}-count": "0" for name in ("curriculum", "outcomes", "requirements")}
    fields = {"category": category().pk, "level": "beginner", "language": "en"}
    page = preview(
        editor_client,
        f"courses/coursepage/{index.pk}",
        **{"summary": "One sentence.", "description": "null", **fields, **counts, **TEACHERS},
    )
    assert "Not saved yet" in page
