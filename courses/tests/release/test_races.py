"""Two people at once, on a database that lets them be."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.models.exceptions import CourseRefusal
from courses.release.changes import Changes
from courses.release.publication import publish_at_once
from courses.release.restore import restore
from courses.release.review import approve, request_changes, unschedule
from courses.release.scheduled_publishing import publish_due
from courses.release.submission import submit

from . import admin_actions
from .conftest import HOUR, person, schedule_release
from .test_release_states import check_live_is_one_release

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time, whatever we do"
    ),
]
ROUNDS = 3


def at_once(*calls) -> list:
    """What `calls` returned or refused with, each made in a thread of its own at one moment."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=10)
            return call()
        except CourseRefusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, call) for call in calls]]


def refusal_count(results: list) -> int:
    return sum(isinstance(result, CourseRefusal) for result in results)


@pytest.fixture
def second_editor(home) -> User:
    return person("editor-two", "Editors")


def reload(page: CoursePage | LessonPage) -> CoursePage | LessonPage:
    return type(page).objects.get(pk=page.pk)


def test_two_submissions_at_once_open_one_release(draft_course, instructor):
    results = at_once(*[lambda: submit(reload(draft_course), by=instructor)] * 3)
    assert refusal_count(results) == 2
    assert draft_course.releases.count() == 1
    assert draft_course.workflow_states.count() == 1


def test_two_reviewers_at_once_publish_once(published_course, instructor, editor, second_editor):
    for number in range(2, 2 + ROUNDS):
        admin_actions.edit_lesson(published_course.outline.lessons[0], title=f"Edition {number}")
        submit(published_course, by=instructor)
        fingerprint = Changes(published_course).fingerprint
        results = at_once(
            lambda fingerprint=fingerprint: approve(
                published_course, by=editor, fingerprint=fingerprint
            ),
            lambda fingerprint=fingerprint: approve(
                published_course, by=second_editor, fingerprint=fingerprint
            ),
        )
        assert refusal_count(results) == 1
        assert published_course.releases.published().first().number == number


def test_approving_and_refusing_at_once_does_one_of_them(
    published_course, instructor, editor, second_editor
):
    for number in range(ROUNDS):
        admin_actions.edit_lesson(published_course.outline.lessons[0], title=f"Try {number}")
        submit(published_course, by=instructor)
        fingerprint = Changes(published_course).fingerprint
        results = at_once(
            lambda fingerprint=fingerprint: approve(
                published_course, by=editor, fingerprint=fingerprint
            ),
            lambda: request_changes(published_course, by=second_editor, comment="No."),
        )
        assert refusal_count(results) == 1
        is_published = admin_actions.titles(published_course)[0] == f"Try {number}"
        status = published_course.releases.first().status
        assert (status == CourseRelease.Status.PUBLISHED) == is_published


def test_draft_saved_during_approval_is_never_published_unseen(
    published_course, instructor, editor
):
    lesson = published_course.outline.lessons[0]
    for number in range(ROUNDS):
        admin_actions.edit_lesson(lesson, title=f"Seen {number}")
        submit(published_course, by=instructor)
        fingerprint = Changes(published_course).fingerprint
        results = at_once(
            lambda fingerprint=fingerprint: approve(
                published_course, by=editor, fingerprint=fingerprint
            ),
            lambda number=number: admin_actions.edit_lesson(lesson, title=f"Unseen {number}"),
        )
        lesson.refresh_from_db()
        assert lesson.title != f"Unseen {number}"
        assert (lesson.title == f"Seen {number}") == (refusal_count(results) == 0)
        assert lesson.get_latest_revision_as_object().title == f"Unseen {number}"
        if refusal_count(results):
            approve(published_course, by=editor, fingerprint=Changes(published_course).fingerprint)


def test_autosave_during_approval_never_overwrites_a_pinned_revision(
    published_course, instructor, editor
):
    """The hour of a scheduled release brings what was approved, not what was typed since."""
    lesson = published_course.outline.lessons[0]

    def autosave(revision):
        draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
        draft.title = "Typed since"
        return draft.save_revision(user=instructor, overwrite_revision=revision, clean=False)

    admin_actions.edit_lesson(lesson, by=instructor, title="Seen")
    pinned_revision = LessonPage.objects.get(pk=lesson.pk).latest_revision
    release = submit(published_course, by=instructor)
    fingerprint = Changes(published_course).fingerprint
    at_once(
        lambda: approve(published_course, by=editor, fingerprint=fingerprint),
        lambda: autosave(pinned_revision),
    )
    pinned_revision.refresh_from_db()
    assert pinned_revision.content["title"] == "Seen"
    assert release.items.filter(revision=pinned_revision).count() <= 1


def test_two_restores_at_once_make_one_release(published_course, editor, second_editor):
    first = published_course.releases.get()
    published_course.outline.lessons[0].unpublish()
    results = at_once(lambda: restore(first, by=editor), lambda: restore(first, by=second_editor))
    assert refusal_count(results) == 1
    numbers = [release.number for release in published_course.releases.published()]
    assert sorted(numbers) == [1, 2]


def test_import_and_approval_at_once_leave_one_open_at_most(published_course, instructor, editor):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Seen")
    submit(published_course, by=instructor)
    changes = Changes(published_course)
    at_once(
        lambda: approve(published_course, by=editor, fingerprint=changes.fingerprint),
        lambda: publish_at_once(published_course, changes.rows, by=editor),
    )
    assert published_course.releases.open().count() == 0
    assert admin_actions.titles(published_course)[0] == "Seen"


def test_hour_with_two_editors_and_an_autosave_leaves_one_release_live(
    published_course, instructor, editor, second_editor, clock
):
    first = published_course.releases.get(number=1)
    for number in range(ROUNDS):
        lesson = published_course.outline.lessons[0]
        admin_actions.edit_lesson(lesson, title=f"Edition {number}")
        schedule_release(reload(published_course), instructor, editor)
        clock(2 * HOUR * (number + 1))

        def autosave(lesson=lesson):
            draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
            draft.title = "Typed meanwhile"
            draft.save_revision(overwrite_revision=draft.latest_revision, clean=False)

        at_once(
            publish_due,
            publish_due,
            lambda: unschedule(reload(published_course), by=editor),
            lambda: restore(first, by=second_editor),
            autosave,
        )
        check_live_is_one_release(reload(published_course))
        assert not published_course.releases.open().exists()
        assert reload(lesson).title != "Typed meanwhile"
