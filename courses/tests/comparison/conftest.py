"""The same courses as for releases."""

from courses.tests.release.conftest import (
    draft_course,
    editor,
    editor_client,
    instructor,
    published_course,
)

__all__ = ["draft_course", "editor", "editor_client", "instructor", "published_course"]
