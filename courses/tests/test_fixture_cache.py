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
from courses.tests.fixture_cache import FixtureCache, _rows
from courses.tests.release.conftest import client_of, person

pytestmark = [pytest.mark.both_databases, pytest.mark.search]


@pytest.fixture
def cache():
    cache = FixtureCache(script=())
    with connection.execute_wrapper(cache.watch):
        yield cache


def build_published(index) -> list:
    editor = person("editor", EDITORS)
    course = factories.complete_course(index, title="Zibeline", lessons=2, live=False)
    submit(course, by=factories.user("boss", is_superuser=True))
    approve(course, by=editor, fingerprint=Changes(course).fingerprint)
    return [course, client_of(editor)]


def rows_built(cache: FixtureCache, index) -> dict:
    """Every row there is once the fixture is built; it is rolled back afterwards."""
    cache.script = ()
    before = transaction.savepoint()
    cache.build_or_copy(build_published, {"index": index})
    rows = _rows()
    transaction.savepoint_rollback(before)
    return rows


def test_copy_has_every_row_of_what_was_built(cache, index):
    built, copied = (rows_built(cache, index) for _ in range(2))
    assert len(cache.copies) == 1
    assert len(built[CoursePage]) == 1
    assert copied == built


def test_copied_course_is_live_searchable_and_editable(cache, index, client):
    rows_built(cache, index)
    index.refresh_from_db()
    cache.script = ()
    course, editor = cache.build_or_copy(build_published, {"index": index})
    assert client.get(course.url).status_code == 200
    assert [page.pk for page in CoursePage.objects.search("zibeline")] == [course.pk]
    assert editor.get(f"/admin/pages/{course.pk}/edit/").status_code == 200
    assert [page.pk for page in index.get_children()] == [course.pk]


def test_fixture_is_built_again_once_anything_else_was_written(cache, index):
    rows_built(cache, index)
    cache.script = ()
    factories.category("Milk")
    first = factories.course(index)
    course, _client = cache.build_or_copy(build_published, {"index": index})
    assert len(cache.copies) == 1
    assert course.path > first.path


def test_fixture_after_another_has_a_copy_of_its_own(cache, index):
    def build_course(index):
        return factories.course(index)

    cache.build_or_copy(build_published, {"index": index})
    cache.build_or_copy(build_course, {"index": index})
    assert [len(script) for script in cache.copies] == [1, 2]
    assert CoursePage.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Counters are PostgreSQL's")
def test_counters_are_not_set_where_a_rollback_would_leave_them(cache):
    for statement in connection.ops.sequence_reset_sql(no_style(), [get_user_model()]):
        with pytest.raises(AssertionError, match="transaction=True"), connection.cursor() as cursor:
            cursor.execute(statement)
