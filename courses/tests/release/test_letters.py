"""Who gets which letter, and what it says."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.users.models import UserProfile

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.restore import restore
from courses.release.retirement import archive
from courses.release.review import approve, request_changes
from courses.release.submission import submit, withdraw
from courses.roles import EDITORS, INSTRUCTORS
from courses.team import ensure_team
from courses.tests import factories

from . import acting
from .conftest import person


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Does `act`, commits, and tells which messages went out for it."""

    def run(act, *args, **kwargs) -> list:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **kwargs)
        return sorted(mail.outbox, key=lambda message: message.to)

    return run


@pytest.fixture
def colleague(draft_course, instructor):
    """On the team, too."""
    user = person("colleague", INSTRUCTORS)
    ensure_team(draft_course, members=[user])
    return user


def passed(course: CoursePage, by, **options):
    return approve(course, by=by, fingerprint=Changes(course).fingerprint, **options)


def readers(messages: list) -> list[list[str]]:
    return [message.to for message in messages]


def html_of(message) -> str:
    return message.alternatives[0][0]


def absolute(name: str, *args) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def bullets(message) -> list[str]:
    """The lessons a letter names, with what is said of each."""
    return [line[2:] for line in message.body.splitlines() if line.startswith("* ")]


def lessons_of(course: CoursePage) -> list:
    """Drafts too."""
    return list(LessonPage.objects.child_of(course).order_by("path"))


def mixed_changes(course: CoursePage) -> list:
    """Rename one lesson, move and change another, add one, remove one; two stay."""
    kept, moved, renamed, removed, _last = course.outline.lessons
    acting.edit(renamed, title="Renamed")
    acting.edit(moved, summary="Changed.")
    added = factories.lesson(course, live=False, title="Added")
    added.save_revision()
    acting.arrange(course, "Part", kept, renamed, _last, moved, added)
    return [kept, moved, renamed, removed, _last, added]


@pytest.fixture
def five_lessons(index, instructor, editor):
    course = factories.complete_course(index, lessons=5, live=False)
    ensure_team(course, members=[instructor])
    submit(course, by=instructor)
    passed(course, editor)
    return CoursePage.objects.get(pk=course.pk)


def test_submitted_goes_to_each_reviewer_alone(sent, draft_course, instructor, editor):
    person("second", EDITORS)
    factories.user("admin", is_superuser=True)
    messages = sent(submit, draft_course, by=instructor, comment="Please be quick.")
    assert readers(messages) == [
        ["admin@example.com"],
        ["editor@example.com"],
        ["second@example.com"],
    ]
    assert {message.subject for message in messages} == {f"For review: {draft_course.title}"}
    assert "Please be quick." in messages[0].body
    assert "Please be quick." in html_of(messages[0])


def test_submitted_says_what_changes_lesson_by_lesson(sent, five_lessons, instructor):
    _kept, moved, renamed, removed, _last, added = mixed_changes(five_lessons)
    [message] = sent(submit, five_lessons, by=instructor)
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
        address = absolute("wagtailadmin_pages:edit", page.pk)
        assert f"  {address}\n" in message.body
        assert f'href="{address}"' in html_of(message)


def test_submitted_leads_to_the_review(sent, draft_course, instructor, editor):
    [message] = sent(submit, draft_course, by=instructor)
    address = absolute("courses_admin:review", draft_course.pk)
    assert f"\n{address}\n" in message.body
    assert f'href="{address}"' in html_of(message)


def test_reviewer_who_submits_writes_to_the_others_only(sent, draft_course, editor):
    person("second", EDITORS)
    messages = sent(submit, draft_course, by=editor)
    assert readers(messages) == [["second@example.com"]]


@pytest.fixture
def two_steps(index):
    """Wagtail's own tasks; returns the reviewer of the first."""
    expert = factories.user("expert")
    experts = Group.objects.create(name="Experts")
    experts.user_set.add(expert)
    workflow = Workflow.objects.create(name="Two steps")
    for order, (name, group) in enumerate(
        [("Expertise", experts), ("Editing", Group.objects.get(name=EDITORS))]
    ):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=index, defaults={"workflow": workflow})
    return expert


def test_second_step_writes_to_its_reviewers_and_to_the_team(
    sent, draft_course, instructor, editor, two_steps
):
    assert readers(sent(submit, draft_course, by=instructor)) == [["expert@example.com"]]
    to_editor, to_team = sent(passed, draft_course, two_steps, comment="All true.")
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


def test_changes_requested_goes_to_team_and_submitter_with_the_notes(
    sent, draft_course, instructor, colleague, editor
):
    guest = person("guest", EDITORS)
    submit(draft_course, by=guest)
    first, second, _third = lessons_of(draft_course)
    messages = sent(
        request_changes,
        draft_course,
        by=editor,
        comment="Two things.\nAnd <b>one</b> more.",
        notes={first.pk: "Too long & dry.", second.pk: "  "},
    )
    assert readers(messages) == [
        ["colleague@example.com"],
        ["guest@example.com"],
        ["instructor@example.com"],
    ]
    message = messages[0]
    assert message.subject == f"Changes requested: {draft_course.title}"
    assert "Two things.\nAnd <b>one</b> more." in message.body
    assert "And &lt;b&gt;one&lt;/b&gt; more." in html_of(message)
    address = absolute("wagtailadmin_pages:edit", first.pk)
    assert f"* {first.title}: new\n  {address}\n  “Too long & dry.”\n" in message.body
    assert "Too long &amp; dry." in html_of(message)


def test_note_on_an_unchanged_lesson_is_in_the_letter(sent, five_lessons, instructor, editor):
    lessons = mixed_changes(five_lessons)
    submit(five_lessons, by=instructor)
    [message] = sent(
        request_changes, five_lessons, by=editor, comment="No.", notes={lessons[0].pk: "Why this?"}
    )
    assert f"{lessons[0].title}: unchanged" in bullets(message)
    assert "“Why this?”" in message.body


def test_notes_of_earlier_reviews_are_not_told_again(sent, draft_course, instructor, editor):
    lesson = lessons_of(draft_course)[0]
    submit(draft_course, by=instructor)
    request_changes(draft_course, by=editor, comment="No.", notes={lesson.pk: "Too long."})
    acting.edit(lesson, title="Shorter")
    submit(draft_course, by=instructor)
    [message] = sent(request_changes, draft_course, by=editor, comment="Still no.")
    assert "Too long." not in message.body


def test_scheduled_tells_the_team_the_hour_in_their_own_time(
    sent, draft_course, instructor, colleague, editor
):
    UserProfile.objects.create(user=colleague, current_time_zone="Asia/Tokyo")
    submit(draft_course, by=instructor)
    hour = (timezone.now() + timedelta(days=2)).replace(hour=20, minute=30)
    messages = sent(passed, draft_course, editor, go_live_at=hour, comment="Well done.")
    tokyo, utc = messages
    assert readers(messages) == [["colleague@example.com"], ["instructor@example.com"]]
    assert utc.subject == f"Approved for {hour:%-d %B %Y}, 20:30 UTC: {draft_course.title}"
    assert f"{hour + timedelta(hours=9):%-d %B %Y}, 05:30 JST" in tokyo.body
    assert "Well done." in utc.body


def test_published_goes_to_the_team_with_public_addresses(sent, five_lessons, instructor, editor):
    _kept, _moved, renamed, removed, _last, added = mixed_changes(five_lessons)
    submit(five_lessons, by=instructor, note="Now with more.")
    [message] = sent(passed, five_lessons, editor, comment="Lovely.")
    assert message.to == ["instructor@example.com"]
    assert message.subject == f"Live now: {five_lessons.title}, release 2"
    for page in (five_lessons, renamed, added):
        assert f"\n  {settings.SITE_URL}{page.url}\n" in message.body
        assert f'href="{settings.SITE_URL}{page.url}"' in html_of(message)
    assert removed.url not in message.body
    assert "Now with more." in message.body
    assert "Lovely." in message.body


def test_learners_get_no_letter(sent, draft_course, instructor, editor, student):
    submit(draft_course, by=instructor)
    assert readers(sent(passed, draft_course, editor)) == [["instructor@example.com"]]


def test_restored_says_which_release_is_back(sent, five_lessons, instructor, editor):
    mixed_changes(five_lessons)
    submit(five_lessons, by=instructor)
    passed(five_lessons, editor)
    first = five_lessons.releases.get(number=1)
    [message] = sent(restore, first, by=editor)
    assert message.to == ["instructor@example.com"]
    assert "is again as it was in release 1; this is release 3" in message.body


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


class Unreachable(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("No mail server")


class Picky(EmailBackend):
    def send_messages(self, messages):
        if messages[0].to == ["editor@example.com"]:
            raise OSError("Mailbox full")
        return super().send_messages(messages)


@pytest.fixture
def logged(caplog):
    caplog.set_level(logging.ERROR, logger="skillmate.mail")
    return caplog


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
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    assert readers(sent(submit, draft_course, by=instructor)) == [["second@example.com"]]
    assert [record.getMessage() for record in logged.records] == [
        f"submitted could not be sent to user {editor.pk}"
    ]


def test_wagtail_still_writes_about_other_pages(sent, home, index, editor, instructor):
    """And about courses only we do: every other test here counts its letters."""
    from home.models import StandardPage

    page = home.add_child(instance=StandardPage(title="Terms", slug="terms", live=False))
    page.save_revision()
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
    letters = [call for call in callbacks if "letters" in call.__module__]
    with django_assert_num_queries(3):
        letters[0]()
    assert len(mail.outbox) == 1 + more
