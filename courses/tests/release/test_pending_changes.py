"""What listings say waits in a course."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import CoursePage
from courses.release.changes import Changes
from courses.release.pending_changes import Waiting, waiting
from courses.tests import factories

pytestmark = pytest.mark.both_databases


def edit(page, **fields):
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()


def test_published_course_has_no_pending_changes(course):
    assert waiting([course]) == {course.pk: Waiting()}


def test_pending_changes_are_counted_as_a_release_counts_them(course, lessons):
    edit(lessons[0], title="New title")
    factories.lesson(course, live=False)  # a draft the curriculum does not name stays one
    added = factories.lesson(course, live=False)
    order = [("lesson", lesson) for lesson in (lessons[1], lessons[0], added)]  # the third one goes
    edit(course, curriculum=order)
    assert waiting([course])[course.pk].count == Changes(course).count > 3


def test_pending_changes_of_a_draft_are_the_course_and_its_lessons(index):
    course = factories.course(index, lessons=2, live=False)
    assert waiting([course])[course.pk].count == Changes(course).count == 3


def test_pending_changes_are_dated_by_the_oldest_of_them(course, lessons):
    edit(lessons[0], title="First")
    edit(lessons[1], title="Second")
    lessons[0].refresh_from_db()
    assert waiting([course]) == {course.pk: Waiting(2, lessons[0].latest_revision_created_at)}


def test_removed_lesson_is_dated_by_the_edit_of_the_course(course, lessons):
    edit(course, curriculum=[("lesson", lessons[0]), ("lesson", lessons[1])])
    course.refresh_from_db()
    expected = Waiting(Changes(course).count, course.latest_revision_created_at)
    assert waiting([course]) == {course.pk: expected}


def test_pending_change_of_a_course_without_a_draft_has_no_date(index):
    course = index.add_child(instance=CoursePage(title="Bare", slug="bare", live=False))
    assert waiting([course]) == {course.pk: Waiting(1)}


def test_pending_changes_of_many_courses_take_the_same_queries_as_of_one(index):
    def query_count(number: int) -> int:
        courses = [factories.course(index, lessons=2) for _ in range(number)]
        for course in courses:
            edit(course.outline.lessons[0], title="New title")
            edit(course, title="Another")
        with CaptureQueriesContext(connection) as queries:
            assert {pending.count for pending in waiting(courses).values()} == {2}
        return len(queries)

    assert query_count(1) == query_count(3) == 2


def test_pending_changes_of_no_course_are_empty(db):
    assert waiting([]) == {}
