"""What an outline reads of lessons."""

import pytest

from courses.models import CoursePage
from courses.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_outline_is_one_query_and_reads_no_texts(index, django_assert_num_queries):
    for lessons in (1, 3):
        course = CoursePage.objects.get(pk=factories.course(index, lessons=lessons).pk)
        with django_assert_num_queries(1):
            told = [
                (lesson.title, lesson.slug, lesson.minutes, lesson.free_preview, lesson.url_path)
                for lesson in course.outline.lessons
            ]
        assert len(told) == lessons
        assert all("body" in lesson.get_deferred_fields() for lesson in course.outline.lessons)


def test_outline_is_of_the_curriculum_in_memory(course, lessons):
    course = CoursePage.objects.get(pk=course.pk)
    blocks = [("section", {"title": "All", "summary": ""})]
    course.curriculum = [*blocks, *(("lesson", lesson) for lesson in [*lessons[::-1], lessons[0]])]
    [section] = course.outline.sections
    assert (section.title, section.lessons) == ("All", lessons[::-1])
