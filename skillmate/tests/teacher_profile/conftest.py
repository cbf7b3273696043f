"""People and courses as for releases; and what somebody who teaches does about her profile."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from courses.models import CourseInstructor, CoursePage, Instructor
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.tests.release.conftest import (
    draft_course,
    editor,
    editor_client,
    instructor,
    instructor_client,
    published_course,
)

__all__ = [
    "draft_course",
    "editor",
    "editor_client",
    "instructor",
    "instructor_client",
    "published_course",
]

URL = "/profile/teaching/"
PROFILE = {"name": "Ada Lovelace", "headline": "Computes", "bio": "First words.", "website": ""}


def write(client: Client, **fields):
    response = client.post(URL, {**PROFILE, **fields})
    assert response.status_code == 302, response.context["form"].errors
    return response


def credit(course: CoursePage, *people: Instructor) -> None:
    """In a new draft."""
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    draft.taught_by = [CourseInstructor(instructor=person) for person in people]
    draft.save_revision(clean=False)


def release(course: CoursePage, instructor: User, editor: User) -> None:
    submit(course, by=User.objects.get(pk=instructor.pk))
    approve(course, by=editor, fingerprint=Changes(course).fingerprint)


def decide(client: Client, person: Instructor, action: str, **fields):
    """On what the page shows now, unless `fingerprint` is given."""
    url = reverse("courses_admin:instructor_change", args=[person.pk])
    fingerprint = client.get(url).context.get("fingerprint", "")
    return client.post(url, {"action": action, "fingerprint": fingerprint, **fields}, follow=True)


@pytest.fixture
def ada(instructor_client) -> Instructor:
    """The profile of `instructor`, as she wrote it."""
    write(instructor_client)
    return Instructor.objects.get()


@pytest.fixture
def taught_course(published_course, ada, instructor, editor) -> CoursePage:
    """Live, with her credited."""
    credit(published_course, ada)
    release(published_course, instructor, editor)
    return CoursePage.objects.get(pk=published_course.pk)
