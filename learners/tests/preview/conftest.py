"""The people and courses of releases, with a live course that has a whole draft beside it."""

import pytest
from django.urls import reverse

from courses.models import CoursePage, LessonPage
from courses.tests import factories
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
MODES = ["visitor", "enrolled", "halfway", "finished"]


def walk(course: CoursePage, mode: str, lesson: LessonPage | None = None) -> str:
    """The address of a course or lesson in the walk through the draft."""
    if lesson:
        return reverse("courses_admin:preview_lesson", args=[course.pk, mode, lesson.pk])
    return reverse("courses_admin:preview", args=[course.pk, mode])


@pytest.fixture
def redrafted(published_course: CoursePage) -> CoursePage:
    """A live course of three lessons, and a draft of another shape.

    Draft order: the third lesson renamed and made free, a new one, the first with another text.
    The second is removed.
    """
    first, _second, third = published_course.outline.lessons
    first.body = [("text", "<p>Drafted text.</p>")]
    first.save_revision()
    third.title, third.free_preview, third.minutes = "Renamed in the draft", True, 25
    third.save_revision()
    new = factories.lesson(published_course, live=False, title="Brand new")
    course = published_course.get_latest_revision_as_object()
    course.title = "The next edition"
    course.curriculum = [("lesson", third), ("lesson", new), ("lesson", first)]
    course.save_revision()
    return CoursePage.objects.get(pk=course.pk)


@pytest.fixture
def drafts(redrafted: CoursePage) -> list[LessonPage]:
    """The lessons of the draft, in its order."""
    lessons = redrafted.get_latest_revision_as_object().curriculum
    return [block.value for block in lessons]
