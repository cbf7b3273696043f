"""Who gets which message, and what is in it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from wagtail.users.models import UserProfile

from courses.release.restore import restore
from courses.release.review import request_changes
from courses.release.submission import submit
from courses.teams.roles import EDITORS
from courses.tests import factories

from . import admin_actions
from .conftest import person
from .mail_fixtures import (
    absolute_url,
    approve_course,
    bullets,
    colleague,
    five_lessons,
    html_of,
    lessons_of,
    mixed_changes,
    recipients,
    sent_messages,
    two_steps,
)

__all__ = ["sent_messages", "colleague", "five_lessons", "two_steps"]


def test_submission_is_mailed_to_each_reviewer_separately(
    sent_messages, draft_course, instructor, editor
):
    person("second", EDITORS)
    factories.user("admin", is_superuser=True)
    messages = sent_messages(submit, draft_course, by=instructor, comment="Please be quick.")
    assert recipients(messages) == [
        ["admin@example.com"],
        ["editor@example.com"],
        ["second@example.com"],
    ]
    assert {message.subject for message in messages} == {f"For review: {draft_course.title}"}
    assert "Please be quick." in messages[0].body
    assert "Please be quick." in html_of(messages[0])


def test_submission_mail_lists_changes_by_lesson(sent_messages, five_lessons, instructor):
    _unchanged, moved, renamed, removed, _last, added = mixed_changes(five_lessons)
    [message] = sent_messages(submit, five_lessons, by=instructor)
    assert bullets(message) == [
        f"{five_lessons.title} (course page): changed",
        f"Renamed: changed, renamed from “{renamed.title}”",
        f"{moved.title}: changed, moved",
        "Added: new",
        f"{removed.title}: removed",
    ]
    assert "2 lessons stay as they are." in message.body
    assert "2 lessons stay as they are." in html_of(message)
    for page in (five_lessons, renamed, moved, added, removed):
        url = absolute_url("wagtailadmin_pages:edit", page.pk)
        assert f"  {url}\n" in message.body
        assert f'href="{url}"' in html_of(message)


def test_submission_mail_links_to_the_review(sent_messages, draft_course, instructor, editor):
    [message] = sent_messages(submit, draft_course, by=instructor)
    url = absolute_url("courses_admin:review", draft_course.pk)
    assert f"\n{url}\n" in message.body
    assert f'href="{url}"' in html_of(message)


def test_submission_by_a_reviewer_is_mailed_to_the_others_only(sent_messages, draft_course, editor):
    person("second", EDITORS)
    messages = sent_messages(submit, draft_course, by=editor)
    assert recipients(messages) == [["second@example.com"]]


def test_second_step_is_mailed_to_its_reviewers_and_to_the_team(
    sent_messages, draft_course, instructor, editor, two_steps
):
    assert recipients(sent_messages(submit, draft_course, by=instructor)) == [
        ["expert@example.com"]
    ]
    to_editor, to_team = sent_messages(approve_course, draft_course, two_steps, comment="All true.")
    assert (to_editor.to, to_editor.subject) == (
        ["editor@example.com"],
        f"For review: {draft_course.title}",
    )
    assert "(step: Editing)" in to_editor.body
    assert (to_team.to, to_team.subject) == (
        ["instructor@example.com"],
        f"Step “Expertise” approved: {draft_course.title}",
    )
    assert "The next step is “Editing”" in to_team.body
    assert "All true." in to_team.body


def test_requested_changes_are_mailed_to_team_and_submitter_with_the_notes(
    sent_messages, draft_course, instructor, colleague, editor
):
    guest = person("guest", EDITORS)
    submit(draft_course, by=guest)
    first, second, _third = lessons_of(draft_course)
    messages = sent_messages(
        request_changes,
        draft_course,
        by=editor,
        comment="Two things.\nAnd <b>one</b> more.",
        notes={first.pk: "Too long & dry.", second.pk: "  "},
    )
    assert recipients(messages) == [
        ["colleague@example.com"],
        ["guest@example.com"],
        ["instructor@example.com"],
    ]
    message = messages[0]
    assert message.subject == f"Changes requested: {draft_course.title}"
    assert "Two things.\nAnd <b>one</b> more." in message.body
    assert "And &lt;b&gt;one&lt;/b&gt; more." in html_of(message)
    url = absolute_url("wagtailadmin_pages:edit", first.pk)
    assert f"* {first.title}: new\n  {url}\n  “Too long & dry.”\n" in message.body
    assert "Too long &amp; dry." in html_of(message)


def test_note_on_an_unchanged_lesson_is_in_the_mail(
    sent_messages, five_lessons, instructor, editor
):
    lessons = mixed_changes(five_lessons)
    submit(five_lessons, by=instructor)
    [message] = sent_messages(
        request_changes, five_lessons, by=editor, comment="No.", notes={lessons[0].pk: "Why this?"}
    )
    assert f"{lessons[0].title}: unchanged" in bullets(message)
    assert "“Why this?”" in message.body


def test_notes_of_earlier_reviews_are_not_mailed_again(
    sent_messages, draft_course, instructor, editor
):
    lesson = lessons_of(draft_course)[0]
    submit(draft_course, by=instructor)
    request_changes(draft_course, by=editor, comment="No.", notes={lesson.pk: "Too long."})
    admin_actions.edit_lesson(lesson, title="Shorter")
    submit(draft_course, by=instructor)
    [message] = sent_messages(request_changes, draft_course, by=editor, comment="Still no.")
    assert "Too long." not in message.body


def test_schedule_mail_shows_the_time_in_each_members_time_zone(
    sent_messages, draft_course, instructor, colleague, editor
):
    UserProfile.objects.create(user=colleague, current_time_zone="Asia/Tokyo")
    submit(draft_course, by=instructor)
    go_live_at = (timezone.now() + timedelta(days=2)).replace(hour=20, minute=30)
    messages = sent_messages(
        approve_course, draft_course, editor, go_live_at=go_live_at, comment="Well done."
    )
    tokyo, utc = messages
    assert recipients(messages) == [["colleague@example.com"], ["instructor@example.com"]]
    assert utc.subject == f"Approved for {go_live_at:%-d %B %Y}, 20:30 UTC: {draft_course.title}"
    assert f"{go_live_at + timedelta(hours=9):%-d %B %Y}, 05:30 JST" in tokyo.body
    assert "Well done." in utc.body


def test_publication_is_mailed_to_the_team_with_public_urls(
    sent_messages, five_lessons, instructor, editor
):
    _unchanged, _moved, renamed, removed, _last, added = mixed_changes(five_lessons)
    submit(five_lessons, by=instructor, note="Now with more.")
    [message] = sent_messages(approve_course, five_lessons, editor, comment="Lovely.")
    assert message.to == ["instructor@example.com"]
    assert message.subject == f"Live now: {five_lessons.title}, release 2"
    for page in (five_lessons, renamed, added):
        assert f"\n  {settings.SITE_URL}{page.url}\n" in message.body
        assert f'href="{settings.SITE_URL}{page.url}"' in html_of(message)
    assert removed.url not in message.body
    assert "Now with more." in message.body
    assert "Lovely." in message.body


def test_learners_get_no_mail(sent_messages, draft_course, instructor, editor, student):
    submit(draft_course, by=instructor)
    assert recipients(sent_messages(approve_course, draft_course, editor)) == [
        ["instructor@example.com"]
    ]


def test_restore_mail_names_the_restored_release(sent_messages, five_lessons, instructor, editor):
    mixed_changes(five_lessons)
    submit(five_lessons, by=instructor)
    approve_course(five_lessons, editor)
    first = five_lessons.releases.get(number=1)
    [message] = sent_messages(restore, first, by=editor)
    assert message.to == ["instructor@example.com"]
    assert "is again as it was in release 1; this is release 3" in message.body
