"""The same people and courses as for releases, and a course in review."""

import pytest

from courses.models import CoursePage
from courses.release.submission import submit
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release.conftest import (
    client_of,
    draft_course,
    editor,
    editor_client,
    instructor,
    instructor_client,
    published_course,
)

from .admin_pages import reload

__all__ = [
    "client_of",
    "draft_course",
    "editor",
    "editor_client",
    "instructor",
    "instructor_client",
    "published_course",
]


@pytest.fixture
@cached_fixture
def in_review(draft_course, instructor) -> CoursePage:
    submit(draft_course, by=instructor)
    return reload(draft_course)
