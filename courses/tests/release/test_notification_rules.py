"""When no mail is sent: preferences, rollbacks, hostile titles, dead mail servers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Workflow
from wagtail.users.models import UserProfile

from courses.release.archiving import archive
from courses.release.review import request_changes, unschedule
from courses.release.submission import submit, withdraw
from courses.teams.roles import EDITORS
from courses.teams.team import ensure_team
from courses.tests import factories
from web.models import OutgoingMail

from .conftest import person
from .mail_fixtures import (
    approve_course,
    colleague,
    html_of,
    recipients,
    sent_messages,
)

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
__all__ = ["sent_messages", "colleague"]


@pytest.mark.parametrize(
    ("preference", "decide"),
    [
        ("rejected_notifications", lambda course, by: request_changes(course, by=by, comment="-")),
        ("approved_notifications", approve_course),
        (
            "approved_notifications",
            lambda course, by: approve_course(
                course, by, go_live_at=timezone.now() + timedelta(days=1)
            ),
        ),
    ],
)
def test_preference_switched_off_is_honoured(
    sent_messages, draft_course, instructor, colleague, editor, preference, decide
):
    UserProfile.objects.create(user=colleague, **{preference: False})
    submit(draft_course, by=instructor)
    assert recipients(sent_messages(decide, draft_course, editor)) == [["instructor@example.com"]]


def test_reviewer_can_switch_mails_off(sent_messages, draft_course, instructor, editor):
    person("second", EDITORS)
    UserProfile.objects.create(user=editor, submitted_notifications=False)
    assert recipients(sent_messages(submit, draft_course, by=instructor)) == [
        ["second@example.com"]
    ]


def test_inactive_accounts_and_accounts_without_address_get_no_mail(
    sent_messages, draft_course, instructor, editor
):
    inactive, without_address = person("gone", EDITORS), person("mute", EDITORS)
    inactive.is_active, without_address.email = False, ""
    inactive.save()
    without_address.save()
    assert recipients(sent_messages(submit, draft_course, by=instructor)) == [
        ["editor@example.com"]
    ]


def test_reviewer_in_two_groups_of_a_step_gets_one_mail(
    sent_messages, draft_course, instructor, editor
):
    second_group = Group.objects.create(name="Also reviewers")
    second_group.user_set.add(editor)
    draft_course.get_workflow().tasks.get().specific.groups.add(second_group)
    assert recipients(sent_messages(submit, draft_course, by=instructor)) == [
        ["editor@example.com"]
    ]


def test_whoever_ends_a_review_is_told_nothing_and_the_others_are(
    sent_messages, draft_course, instructor, colleague, editor
):
    submit(draft_course, by=instructor)
    withdrawn = sent_messages(withdraw, draft_course, by=instructor)
    assert recipients(withdrawn) == [["colleague@example.com"], ["editor@example.com"]]
    assert "instructor has taken" in withdrawn[0].body
    assert "It can be edited and submitted again." in withdrawn[0].body
    assert "You need not do anything." in withdrawn[1].body
    submit(draft_course, by=instructor)
    archived = sent_messages(archive, draft_course, by=editor)
    assert recipients(archived) == [["colleague@example.com"], ["instructor@example.com"]]
    assert "an editor has to reopen the course" in archived[0].body


def test_team_is_told_when_a_scheduled_release_is_called_off(
    sent_messages, draft_course, instructor, editor
):
    submit(draft_course, by=instructor)
    approve_course(draft_course, editor, go_live_at=timezone.now() + timedelta(days=1))
    [message] = sent_messages(unschedule, draft_course, by=editor)
    assert message.to == ["instructor@example.com"]
    assert message.subject == f"Will not go live as scheduled: {draft_course.title}"
    assert sent_messages(unschedule, draft_course, by=editor) == []


def test_rollback_sends_nothing(sent_messages, draft_course, instructor, editor):
    @transaction.atomic
    def submit_and_break():
        submit(draft_course, by=instructor)
        raise OSError("disk full")

    def submit_and_fail():
        with pytest.raises(OSError, match="disk"):
            submit_and_break()

    assert sent_messages(submit_and_fail) == []
    assert draft_course.releases.count() == 0


def test_title_cannot_add_a_header(sent_messages, draft_course, instructor, editor):
    draft = draft_course.get_latest_revision_as_object()
    draft.title = "Bread\r\nBcc: everyone@example.com"
    draft.save_revision(clean=False)
    [message] = sent_messages(submit, draft_course, by=instructor)
    assert message.subject == "For review: Bread Bcc: everyone@example.com"
    assert list(message.message().keys()).count("Bcc") == 0
    assert message.recipients() == ["editor@example.com"]


def test_ampersand_in_a_title_is_plain_in_the_subject(
    sent_messages, draft_course, instructor, editor
):
    draft = draft_course.get_latest_revision_as_object()
    draft.title = "Salt & <Pepper>"
    draft.save_revision(clean=False)
    [message] = sent_messages(submit, draft_course, by=instructor)
    assert message.subject == "For review: Salt & <Pepper>"
    assert "“Salt & <Pepper>”" in message.body
    assert "“Salt &amp; &lt;Pepper&gt;”" in html_of(message)


def test_whoever_does_not_want_it_any_more_by_the_time_it_leaves_gets_nothing(
    sent_messages, draft_course, instructor, editor, settings
):
    settings.MAIL_TRANSPORT = "courses.tests.release.mail_fixtures.Unreachable"
    assert sent_messages(submit, draft_course, by=instructor) == []
    assert draft_course.releases.in_review().count() == 1
    second = person("second", EDITORS)
    assert OutgoingMail.objects.waiting().get().user == editor
    UserProfile.objects.create(user=editor, submitted_notifications=False)
    settings.MAIL_TRANSPORT = LOCMEM
    assert list(mail.outbox) == []
    assert not OutgoingMail.objects.filter(user=second).exists()


def test_review_that_is_decided_before_its_mail_leaves_is_told_as_decided(
    draft_course, instructor, editor
):
    submit(draft_course, by=instructor)
    approve_course(draft_course, editor)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["instructor@example.com"], f"Live now: {draft_course.title}, release 1")
    ]


def test_wagtail_still_sends_mails_about_other_pages(
    sent_messages, home, index, editor, instructor
):
    """And about courses only we do: every other test here counts its messages."""

    page = home.add_child(instance=Page(title="Terms", slug="terms", live=False))
    page.save_revision()
    authors = Group.objects.create(name="Authors of terms")
    may_change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=authors, page=page, permission=may_change)
    instructor.groups.add(authors)
    workflow = Workflow.objects.get(name="Course review")
    [message] = sent_messages(workflow.start, page, instructor)
    assert message.to == ["editor@example.com"]
    assert "Terms" in message.subject
    state = page.current_workflow_state
    [message] = sent_messages(state.current_task_state.reject, user=editor, comment="No.")
    assert message.to == ["instructor@example.com"]


@pytest.mark.parametrize("more", [0, 2])
def test_submission_takes_one_query_for_mail_however_many_are_told(index, instructor, editor, more):
    course = factories.complete_course(index, lessons=1 + more, live=False)
    ensure_team(course, members=[instructor])
    for number in range(more):
        person(f"editor-{number}", EDITORS)
    with CaptureQueriesContext(connection) as queries:
        submit(course, by=instructor)
    assert len([query for query in queries if '"web_outgoingmail"' in query["sql"]]) == 1
    assert len(mail.outbox) == 1 + more
