"""Two people press buttons at the same moment, on a database that lets them."""

import pytest
from django.contrib.auth.models import User
from django.db import connection

from courses.models import CoursePage
from courses.release.changes import Changes
from courses.release.submission import submit
from courses.tests.release import admin_actions
from courses.tests.release.conftest import person
from courses.tests.release.test_races import at_once

from .admin_pages import draft_of, fresh, save
from .conftest import client_of
from .messages import read

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time, whatever we do"
    ),
]
LATE = "This course is no longer in review: somebody has decided already."
STALE = "The course has changed since you opened this page. Look at it again, then decide."


def live(course: CoursePage) -> str:
    return f"“{course.title}” is live now, with all its lessons."


@pytest.fixture
def second_editor(home) -> User:
    return person("editor-two", "Editors")


@pytest.fixture
def in_review(published_course, instructor) -> CoursePage:
    admin_actions.edit(published_course.outline.lessons[0], title="Seen")
    submit(published_course, by=instructor)
    return fresh(published_course)


def test_submit_pressed_twice_at_once_opens_one_release(draft_course, instructor):
    clients = [client_of(instructor) for _ in range(3)]
    pressed = [lambda each=each: admin_actions.submit(each, draft_course) for each in clients]
    assert sorted(response.status_code for response in at_once(*pressed)) == [200, 200, 302]
    assert draft_course.releases.count() == 1
    assert draft_course.workflow_states.count() == 1


def test_two_editors_who_approve_at_once_publish_once(in_review, editor, second_editor):
    seen = Changes(in_review).fingerprint
    clients = [client_of(each) for each in (editor, second_editor)]
    pressed = [
        lambda each=each: admin_actions.approve(each, in_review, fingerprint=seen)
        for each in clients
    ]
    done = live(in_review)
    told = [read(response, [LATE, done]) for response in at_once(*pressed)]
    assert sorted(told) == [[LATE], [done]]
    assert in_review.releases.published().first().number == 2
    assert admin_actions.titles(in_review)[0] == "Seen"


def test_lesson_saved_in_the_editor_during_approval_is_not_published_unseen(
    in_review, editor, second_editor
):
    lesson, seen = in_review.outline.lessons[0], Changes(in_review).fingerprint
    approving, saving = client_of(editor), client_of(second_editor)
    approved, _saved = at_once(
        lambda: admin_actions.approve(approving, in_review, fingerprint=seen),
        lambda: save(saving, lesson, title="Unseen"),
    )
    shown, done = admin_actions.titles(in_review)[0], live(in_review)
    told = read(approved, [STALE, done])
    assert (shown, told) in [(lesson.title, [STALE]), ("Seen", [done])]
    assert draft_of(lesson).title == "Unseen"
