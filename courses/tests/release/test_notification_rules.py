"""Whom letters spare: preferences, rollbacks, hostile titles, dead mail servers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import transaction
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Workflow
from wagtail.users.models import UserProfile

from courses.release.archiving import archive
from courses.release.review import request_changes
from courses.release.submission import submit, withdraw
from courses.teams.roles import EDITORS
from courses.teams.team import ensure_team
from courses.tests import factories

from .conftest import person
from .mail_fixtures import Picky, colleague, html_of, logged, passed, readers, sent

__all__ = ["sent", "colleague", "logged"]


@pytest.mark.parametrize(
    ("preference", "act"),
    [
        ("rejected_notifications", lambda course, by: request_changes(course, by=by, comment="-")),
        ("approved_notifications", passed),
        (
            "approved_notifications",
            lambda course, by: passed(course, by, go_live_at=timezone.now() + timedelta(days=1)),
        ),
    ],
)
def test_preference_switched_off_is_honoured(
    sent, draft_course, instructor, colleague, editor, preference, act
):
    UserProfile.objects.create(user=colleague, **{preference: False})
    submit(draft_course, by=instructor)
    assert readers(sent(act, draft_course, editor)) == [["instructor@example.com"]]


def test_reviewer_can_switch_letters_off(sent, draft_course, instructor, editor):
    person("second", EDITORS)
    UserProfile.objects.create(user=editor, submitted_notifications=False)
    assert readers(sent(submit, draft_course, by=instructor)) == [["second@example.com"]]


def test_accounts_switched_off_or_without_address_are_passed_over(
    sent, draft_course, instructor, editor
):
    gone, mute = person("gone", EDITORS), person("mute", EDITORS)
    gone.is_active, mute.email = False, ""
    gone.save()
    mute.save()
    assert readers(sent(submit, draft_course, by=instructor)) == [["editor@example.com"]]


def test_somebody_in_two_groups_of_a_step_gets_one_letter(sent, draft_course, instructor, editor):
    readers_too = Group.objects.create(name="Also reviewers")
    readers_too.user_set.add(editor)
    draft_course.get_workflow().tasks.get().specific.groups.add(readers_too)
    assert readers(sent(submit, draft_course, by=instructor)) == [["editor@example.com"]]


def test_taking_back_and_refusals_send_nothing(sent, draft_course, instructor, editor):
    def submit_and_withdraw():
        with transaction.atomic():
            submit(draft_course, by=instructor)
            withdraw(draft_course, by=instructor)

    assert sent(submit_and_withdraw) == []
    submit(draft_course, by=instructor)
    assert sent(archive, draft_course, by=editor) == []


def test_rollback_sends_nothing(sent, draft_course, instructor, editor):
    @transaction.atomic
    def submit_and_break():
        submit(draft_course, by=instructor)
        raise OSError("disk full")

    def broken():
        with pytest.raises(OSError, match="disk"):
            submit_and_break()

    assert sent(broken) == []
    assert draft_course.releases.count() == 0


def test_title_cannot_add_a_header(sent, draft_course, instructor, editor):
    draft = draft_course.get_latest_revision_as_object()
    draft.title = "Bread\r\nBcc: everyone@example.com"
    draft.save_revision(clean=False)
    [message] = sent(submit, draft_course, by=instructor)
    assert message.subject == "For review: Bread Bcc: everyone@example.com"
    assert list(message.message().keys()).count("Bcc") == 0
    assert message.recipients() == ["editor@example.com"]


def test_ampersand_in_a_title_is_plain_in_the_subject(sent, draft_course, instructor, editor):
    draft = draft_course.get_latest_revision_as_object()
    draft.title = "Salt & <Pepper>"
    draft.save_revision(clean=False)
    [message] = sent(submit, draft_course, by=instructor)
    assert message.subject == "For review: Salt & <Pepper>"
    assert "“Salt & <Pepper>”" in message.body
    assert "“Salt &amp; &lt;Pepper&gt;”" in html_of(message)


def test_dead_mail_server_stops_no_submission(
    sent, draft_course, instructor, editor, settings, logged
):
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    assert sent(submit, draft_course, by=instructor) == []
    assert draft_course.releases.in_review().count() == 1
    assert [record.getMessage() for record in logged.records] == [
        "The mail server cannot be reached: submitted was not sent"
    ]


def test_one_refused_address_does_not_keep_letters_from_others(
    sent, draft_course, instructor, editor, settings, logged
):
    person("second", EDITORS)
    settings.EMAIL_BACKEND = f"{Picky.__module__}.Picky"
    assert readers(sent(submit, draft_course, by=instructor)) == [["second@example.com"]]
    assert [record.getMessage() for record in logged.records] == [
        f"submitted could not be sent to user {editor.pk}"
    ]


def test_wagtail_still_writes_about_other_pages(sent, home, index, editor, instructor):
    """And about courses only we do: every other test here counts its letters."""

    page = home.add_child(instance=Page(title="Terms", slug="terms", live=False))
    page.save_revision()
    authors = Group.objects.create(name="Authors of terms")
    may_change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=authors, page=page, permission=may_change)
    instructor.groups.add(authors)
    workflow = Workflow.objects.get(name="Course review")
    [message] = sent(workflow.start, page, instructor)
    assert message.to == ["editor@example.com"]
    assert "Terms" in message.subject
    state = page.current_workflow_state
    [message] = sent(state.current_task_state.reject, user=editor, comment="No.")
    assert message.to == ["instructor@example.com"]


@pytest.mark.parametrize("more", [0, 2])
def test_letter_costs_the_same_however_many_lessons(
    index, instructor, editor, more, django_assert_num_queries, django_capture_on_commit_callbacks
):
    course = factories.complete_course(index, lessons=1 + more, live=False)
    ensure_team(course, members=[instructor])
    for number in range(more):
        person(f"editor-{number}", EDITORS)
    with django_capture_on_commit_callbacks() as callbacks:
        submit(course, by=instructor)
    letters = [call for call in callbacks if "notifications" in call.__module__]
    with django_assert_num_queries(3):
        letters[0]()
    assert len(mail.outbox) == 1 + more
