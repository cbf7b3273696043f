"""Publishing and unpublishing many pages at once: what is left out says why."""

from datetime import timedelta

from django.utils import timezone

from courses.release.archiving import archive
from courses.release.submission import submit
from courses.teams.roles import INSTRUCTORS
from courses.tests import factories
from courses.tests.release import admin_actions
from courses.tests.release.conftest import client_of, person

from .admin_pages import bulk
from .messages import message_texts


def texts(response) -> list[str]:
    return [text.partition("\n")[0] for text in message_texts(response)]


def test_bulk_publish_that_publishes_nothing_says_why(
    published_course, draft_course, index, instructor, editor, editor_client
):
    lesson = published_course.outline.lessons[0]
    archived = factories.course(index, title="Old")
    archive(archived, by=editor)
    draft = factories.course(index, title="Draft", live=False)
    admin_actions.edit_lesson(lesson, title="Knots")
    submit(published_course, by=instructor)
    pages = [lesson, archived, draft, published_course]
    response = bulk(editor_client, "publish", *pages, follow=True)
    assert sorted(texts(response)) == sorted(
        [
            "“Knots” was not published: a lesson goes live with its course. Submit the course for "
            "review.",
            "“Old” was not published: it is archived. Reopen it, then submit it.",
            "“Draft” was not published: a course goes live with all its lessons, once a review is "
            "approved. Submit it for review.",
            f"“{published_course.title}” was not published: it is in review, and goes live when "
            "approved.",
        ]
    )
    go_live_at = timezone.now() + timedelta(days=3)
    published_course.releases.open().update(status="scheduled", go_live_at=go_live_at)
    (text,) = texts(bulk(editor_client, "publish", published_course, follow=True))
    assert "it is scheduled, and goes live on" in text
    response = bulk(editor_client, "unpublish", lesson, draft, follow=True)
    assert sorted(text.partition(": ")[2] for text in texts(response)) == [
        "it is not published.",
        "to take a lesson offline, remove it from the curriculum and submit the course for review.",
    ]


def test_who_may_not_edit_is_told_that_nothing_was_published(published_course, home):
    stranger = client_of(person("stranger", INSTRUCTORS))
    response = bulk(stranger, "publish", published_course, follow=True)
    if response.redirect_chain[0][0] == "/admin/":
        assert texts(response)
    assert published_course.title not in " ".join(texts(response))
