"""The same people and courses as for releases."""

from courses.tests.release.conftest import (
    client_of,
    draft_course,
    editor,
    editor_client,
    instructor,
    instructor_client,
    published_course,
)

__all__ = [
    "client_of",
    "draft_course",
    "editor",
    "editor_client",
    "instructor",
    "instructor_client",
    "published_course",
]
