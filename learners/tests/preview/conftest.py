"""The people and courses of releases, with a live course that has a whole draft beside it."""

import pytest

from courses.models import CoursePage, LessonPage
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
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


def edit(page: CoursePage | LessonPage, **fields) -> None:
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()


@pytest.fixture
@cached_fixture
def redrafted(published_course: CoursePage) -> CoursePage:
    """A live course of three lessons, and a draft of another shape.

    Draft order: the third lesson renamed and made free, a new one, the first with another text,
    which links to the others and to the course. The second is removed.
    """
    first, second, third = published_course.outline.lessons
    course = published_course
    edit(third, title="Renamed in the draft", free_preview=True, minutes=25)
    new = factories.lesson(course, live=False, title="Brand new")
    edit(new, body=[("text", "<p>Text nobody has read.</p>")])
    links = "".join(f'<a linktype="page" id="{page.pk}">there</a>' for page in (course, new, third))
    edit(first, body=[("text", f"<p>Drafted text. {links}</p>")])
    edit(second, body=[("text", "<p>Text of a removed lesson.</p>")])
    curriculum = [("lesson", third), ("lesson", new), ("lesson", first)]
    description = f'<p><a linktype="page" id="{new.pk}">See the new one</a></p>'
    edit(course, title="The next edition", description=description, curriculum=curriculum)
    return CoursePage.objects.get(pk=course.pk)


@pytest.fixture
def drafts(redrafted: CoursePage) -> list[LessonPage]:
    """The lessons of the draft, in its order, as they are live."""
    lessons = redrafted.get_latest_revision_as_object().curriculum
    return [block.value for block in lessons]
