"""When no mail is sent: preferences, rollbacks, hostile titles, dead mail servers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import transaction
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Workflow
from wagtail.users.models import UserProfile

from courses.release.archiving import archive
from courses.release.review import request_changes, unschedule
from courses.release.submission import submit, withdraw
from courses.teams.roles import EDITORS
from courses.teams.team import ensure_team
from courses.tests import factories

from .conftest import person
from .mail_fixtures import (
    Picky,
    approve_course,
    colleague,
    html_of,
    mail_log,
    recipients,
    sent_messages,
)

__all__ = ["sent_messages", "colleague", "mail_log"]


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
    assert message.subject == f"Will not go live at its hour: {draft_course.title}"
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


def test_unreachable_mail_server_stops_no_submission(
    sent_messages, draft_course, instructor, editor, settings, mail_log
):
    settings.EMAIL_BACKEND = "courses.tests.release.mail_fixtures.Unreachable"
    assert sent_messages(submit, draft_course, by=instructor) == []
    assert draft_course.releases.in_review().count() == 1
    assert [record.getMessage() for record in mail_log.records] == [
        "The mail server cannot be reached: submitted was not sent"
    ]


def test_one_refused_address_does_not_keep_mails_from_others(
    sent_messages, draft_course, instructor, editor, settings, mail_log
):
    person("second", EDITORS)
    settings.EMAIL_BACKEND = f"{Picky.__module__}.Picky"
    assert recipients(sent_messages(submit, draft_course, by=instructor)) == [
        ["second@example.com"]
    ]
    assert [record.getMessage() for record in mail_log.records] == [
        f"submitted could not be sent to user {editor.pk}"
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
def test_mail_takes_the_same_queries_for_any_number_of_lessons(
    index, instructor, editor, more, django_assert_num_queries, django_capture_on_commit_callbacks
):
    course = factories.complete_course(index, lessons=1 + more, live=False)
    ensure_team(course, members=[instructor])
    for number in range(more):
        person(f"editor-{number}", EDITORS)
    with django_capture_on_commit_callbacks() as callbacks:
        submit(course, by=instructor)
    mail_callbacks = [callback for callback in callbacks if "notifications" in callback.__module__]
    with django_assert_num_queries(3):
        mail_callbacks[0]()
    assert len(mail.outbox) == 1 + more
