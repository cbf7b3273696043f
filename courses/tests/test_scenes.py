"""What most tests begin with is copied: the copy has to be what the site would have made."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, transaction

from courses.models import CoursePage
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import EDITORS
from courses.tests import factories
from courses.tests.fixture_cache import Stage, _rows
from courses.tests.release.conftest import client_of, person


@pytest.fixture
def stage():
    stage = Stage(script=())
    with connection.execute_wrapper(stage.watch):
        yield stage


def published(index) -> list:
    editor = person("editor", EDITORS)
    course = factories.complete_course(index, title="Zibeline", lessons=2, live=False)
    submit(course, by=factories.user("boss", is_superuser=True))
    approve(course, by=editor, fingerprint=Changes(course).fingerprint)
    return [course, client_of(editor)]


def taken_back(stage: Stage, index) -> dict:
    """Every row there is after the scene, which is gone again."""
    stage.script = ()
    before = transaction.savepoint()
    stage.show(published, {"index": index})
    rows = _rows()
    transaction.savepoint_rollback(before)
    return rows


def test_copy_has_every_row_of_what_was_built(stage, index):
    built, copied = (taken_back(stage, index) for _ in range(2))
    assert len(stage.copies) == 1
    assert len(built[CoursePage]) == 1
    assert copied == built


def test_copied_course_is_live_found_and_edited_by_who_signed_in(stage, index, client):
    taken_back(stage, index)
    index.refresh_from_db()
    stage.script = ()
    course, editor = stage.show(published, {"index": index})
    assert client.get(course.url).status_code == 200
    assert [each.pk for each in CoursePage.objects.search("zibeline")] == [course.pk]
    assert editor.get(f"/admin/pages/{course.pk}/edit/").status_code == 200
    assert [each.pk for each in index.get_children()] == [course.pk]


def test_scene_is_built_anew_once_anything_else_was_written(stage, index):
    taken_back(stage, index)
    stage.script = ()
    factories.category("Milk")
    first = factories.course(index)
    course, _client = stage.show(published, {"index": index})
    assert len(stage.copies) == 1
    assert course.path > first.path


def test_scene_that_begins_after_another_is_a_scene_of_its_own(stage, index):
    def more(index):
        return factories.course(index)

    stage.show(published, {"index": index})
    stage.show(more, {"index": index})
    assert [len(script) for script in stage.copies] == [1, 2]
    assert CoursePage.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Counters are PostgreSQL's")
def test_counters_are_not_set_where_a_rollback_would_leave_them(stage):
    for statement in connection.ops.sequence_reset_sql(no_style(), [get_user_model()]):
        with pytest.raises(AssertionError, match="transaction=True"), connection.cursor() as cursor:
            cursor.execute(statement)
