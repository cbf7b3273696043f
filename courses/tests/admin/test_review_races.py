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

from .admin_pages import draft_of, reload, save
from .conftest import client_of
from .messages import sentences_on_page

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time, whatever we do"
    ),
]
LATE = "This course is no longer in review: somebody has decided already."
STALE = "The course has changed since you opened this page. Look at it again, then decide."


def live_message(course: CoursePage) -> str:
    return f"“{course.title}” is live now, with all its lessons."


@pytest.fixture
def second_editor(home) -> User:
    return person("editor-two", "Editors")


@pytest.fixture
def in_review(published_course, instructor) -> CoursePage:
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Seen")
    submit(published_course, by=instructor)
    return reload(published_course)


def test_concurrent_submissions_open_one_release(draft_course, instructor):
    clients = [client_of(instructor) for _ in range(3)]
    calls = [lambda client=client: admin_actions.submit(client, draft_course) for client in clients]
    assert sorted(response.status_code for response in at_once(*calls)) == [200, 200, 302]
    assert draft_course.releases.count() == 1
    assert draft_course.workflow_states.count() == 1


def test_two_editors_who_approve_at_once_publish_once(in_review, editor, second_editor):
    fingerprint = Changes(in_review).fingerprint
    clients = [client_of(user) for user in (editor, second_editor)]
    calls = [
        lambda client=client: admin_actions.approve(
            client, in_review, fingerprint=fingerprint, follow=True
        )
        for client in clients
    ]
    published_message = live_message(in_review)
    messages = [
        sentences_on_page(response, [LATE, published_message]) for response in at_once(*calls)
    ]
    assert sorted(messages) == [[LATE], [published_message]]
    assert in_review.releases.published().first().number == 2
    assert admin_actions.titles(in_review)[0] == "Seen"


def test_lesson_saved_in_the_editor_during_approval_is_not_published_unseen(
    in_review, editor, second_editor
):
    lesson, fingerprint = in_review.outline.lessons[0], Changes(in_review).fingerprint
    approving_client, saving_client = client_of(editor), client_of(second_editor)
    response, _saved = at_once(
        lambda: admin_actions.approve(
            approving_client, in_review, fingerprint=fingerprint, follow=True
        ),
        lambda: save(saving_client, lesson, title="Unseen", follow=True),
    )
    title, published_message = admin_actions.titles(in_review)[0], live_message(in_review)
    messages = sentences_on_page(response, [STALE, published_message])
    assert (title, messages) in [(lesson.title, [STALE]), ("Seen", [published_message])]
    assert draft_of(lesson).title == "Unseen"
