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


def test_nothing_waits_in_a_course_as_published(course):
    assert waiting([course]) == {course.pk: Waiting()}


def test_waiting_counts_what_a_release_would_change(course, lessons):
    edit(lessons[0], title="New title")
    factories.lesson(course, live=False)  # a draft the curriculum does not name stays one
    added = factories.lesson(course, live=False)
    order = [("lesson", each) for each in (lessons[1], lessons[0], added)]  # the third one goes
    edit(course, curriculum=order)
    assert waiting([course])[course.pk].count == Changes(course).count > 3


def test_waiting_of_a_draft_counts_the_course_and_its_lessons(index):
    course = factories.course(index, lessons=2, live=False)
    assert waiting([course])[course.pk].count == Changes(course).count == 3


def test_changes_wait_since_the_oldest_of_them(course, lessons):
    edit(lessons[0], title="First")
    edit(lessons[1], title="Second")
    lessons[0].refresh_from_db()
    assert waiting([course]) == {course.pk: Waiting(2, lessons[0].latest_revision_created_at)}


def test_removed_lesson_waits_since_the_course_was_edited(course, lessons):
    edit(course, curriculum=[("lesson", lessons[0]), ("lesson", lessons[1])])
    course.refresh_from_db()
    expected = Waiting(Changes(course).count, course.latest_revision_created_at)
    assert waiting([course]) == {course.pk: expected}


def test_course_that_never_had_a_draft_waits_for_nothing_dated(index):
    bare = index.add_child(instance=CoursePage(title="Bare", slug="bare", live=False))
    assert waiting([bare]) == {bare.pk: Waiting(1)}


def test_waiting_of_many_courses_costs_as_much_as_of_one(index):
    def cost(number: int) -> int:
        courses = [factories.course(index, lessons=2) for _ in range(number)]
        for course in courses:
            edit(course.outline.lessons[0], title="New title")
            edit(course, title="Another")
        with CaptureQueriesContext(connection) as queries:
            assert {each.count for each in waiting(courses).values()} == {2}
        return len(queries)

    assert cost(1) == cost(3) == 2


def test_waiting_of_no_course_is_empty(db):
    assert waiting([]) == {}
