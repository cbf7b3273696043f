"""Titles stand for themselves in rows of the other direction."""

import pytest
from django.core import mail

from courses.tests.release import admin_actions

pytestmark = pytest.mark.django_db


def test_titles_are_isolated_in_the_breadcrumb_and_the_outline(client, published_course):
    lesson = published_course.outline.lessons[0].specific
    type(lesson).objects.filter(pk=lesson.pk).update(free_preview=True, title="مقدمة (1)!")
    html = client.get(lesson.url).content.decode()
    assert f"<bdi>{published_course.title}</bdi></a>" in html
    assert "<bdi>مقدمة (1)!</bdi></span>" in html


def test_lists_of_the_admin_have_the_style_for_titles(admin_client):
    assert "css/admin/titles.css" in admin_client.get("/admin/pages/").content.decode()


def test_messages_and_mails_isolate_the_title(draft_course, instructor_client, editor):
    title = "مقدمة (1)!"
    draft = draft_course.get_latest_revision_as_object()
    draft.title = title
    draft.save_revision(clean=False)
    response = admin_actions.submit(instructor_client, draft_course)
    response = instructor_client.get(response.url)
    assert f"“\u2068{title}\u2069” is in review now." in response.content.decode()
    (message,) = mail.outbox
    assert message.subject == f"For review: \u2068{title}\u2069"
    html, _type = message.alternatives[0]
    assert f"“\u2068{title}\u2069”" in html
    assert "overflow-wrap:anywhere" in html
