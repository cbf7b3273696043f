"""A preview costs the same number of queries for 3 lessons and for 12."""

from courses.models import CourseIndexPage, CoursePage
from courses.tests import factories
from courses.tests.counting import get_query_count

from .conftest import edit
from .reading import MODES, draft_view, walk


def live_and_redrafted(index: CourseIndexPage, lessons: int) -> CoursePage:
    """A live course every lesson of which has a newer draft."""
    course = factories.course(index, lessons=lessons)
    for lesson in course.outline.lessons:
        edit(lesson, title=f"{lesson.title}, redrafted")
    edit(course, title="Redrafted")
    return CoursePage.objects.get(pk=course.pk)


def test_number_of_queries_does_not_grow_with_lessons(editor_client, index):
    short_course, long_course = live_and_redrafted(index, 3), live_and_redrafted(index, 12)
    query_counts = {}
    for course in (short_course, long_course):
        lesson = course.outline.lessons[1]
        query_counts[course] = {
            mode: [
                get_query_count(editor_client, walk(course, mode)),
                get_query_count(editor_client, walk(course, mode, lesson)),
                get_query_count(editor_client, draft_view(course, mode)),
                get_query_count(editor_client, draft_view(lesson, mode)),
            ]
            for mode in MODES
        }
    assert query_counts[long_course] == query_counts[short_course]
    assert max(map(max, query_counts[short_course].values())) <= 40
