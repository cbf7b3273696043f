"""What the clock does: through the command, as a worker or cron runs it."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.release.review import unschedule
from courses.release.scheduled_publishing import publish_due
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture

from . import admin_actions
from .conftest import schedule_release
from .mail_fixtures import absolute_url

pytestmark = pytest.mark.both_databases
Status = CourseRelease.Status
LATER = timedelta(hours=2)


@pytest.fixture
@cached_fixture
def scheduled_release(draft_course, instructor, editor) -> CourseRelease:
    return schedule_release(draft_course, instructor, editor)


@pytest.fixture
def other_course(index, instructor, editor) -> CoursePage:
    """Another complete draft; its lessons come first in time."""
    return factories.complete_course(index, lessons=2, live=False)


def standard_page(home, **fields) -> Page:
    return home.add_child(instance=Page(**{"live": False, **fields}))


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def lessons_of(course: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.child_of(course).order_by("path"))


def test_release_goes_live_at_its_time_and_not_before(
    draft_course, scheduled_release, run_command, clock
):
    assert run_command() == "0 published, 0 expired, 0 failed"
    assert not is_live(draft_course)
    clock(LATER)
    assert run_command() == "1 published, 0 expired, 0 failed"
    scheduled_release.refresh_from_db()
    assert (scheduled_release.status, scheduled_release.number, scheduled_release.failure) == (
        Status.PUBLISHED,
        1,
        "",
    )
    assert [is_live(page) for page in [draft_course, *lessons_of(draft_course)]] == [True] * 4
    assert len(admin_actions.titles(draft_course)) == 3


def test_second_run_does_nothing(draft_course, scheduled_release, run_command, clock):
    clock(LATER)
    run_command()
    mail.outbox.clear()
    log_count = PageLogEntry.objects.filter(action__startswith="wagtail.publish").count()
    assert run_command() == "0 published, 0 expired, 0 failed"
    assert PageLogEntry.objects.filter(action__startswith="wagtail.publish").count() == log_count
    assert draft_course.releases.count() == 1
    assert mail.outbox == []


def test_team_is_notified_of_the_publication(scheduled_release, run_command, clock):
    clock(LATER)
    run_command()
    assert [message.to for message in mail.outbox] == [["instructor@example.com"]]
    assert mail.outbox[0].subject.startswith("Live now: ")


def test_failed_release_is_reported_and_the_others_are_published(
    draft_course, scheduled_release, other_course, instructor, editor, run_command, clock, caplog
):
    other_release = schedule_release(other_course, instructor, editor)
    clock(LATER)
    mail.outbox.clear()
    broken_lesson = lessons_of(draft_course)[1]
    with (
        admin_actions.publishing_fails_at(broken_lesson),
        caplog.at_level(logging.ERROR, logger="skillmate.due"),
    ):
        assert run_command() == "1 published, 0 expired, 1 failed; the log says what."
    scheduled_release.refresh_from_db()
    other_release.refresh_from_db()
    assert (scheduled_release.status, other_release.status) == (Status.SCHEDULED, Status.PUBLISHED)
    assert broken_lesson.title in scheduled_release.failure
    assert [is_live(page) for page in [draft_course, *lessons_of(draft_course)]] == [False] * 4
    assert [record.getMessage() for record in caplog.records if record.name == "skillmate.due"] == [
        f"Due, and failed: courses.CourseRelease {scheduled_release.pk}"
    ]
    to_editor, to_team, publication_mail = mail.outbox
    assert (to_editor.to, to_team.to) == (["editor@example.com"], ["instructor@example.com"])
    for message in (to_editor, to_team):
        assert message.subject == f"Did not go live: {draft_course.title}"
        assert scheduled_release.failure in message.body
        assert absolute_url("courses_admin:release", scheduled_release.pk) in message.body
    assert "press “Unschedule” on the page of the release" in to_editor.body
    assert "ask an editor to take it off the schedule" in to_team.body
    assert publication_mail.to == ["instructor@example.com"]


def test_same_failure_is_mailed_once_and_another_again(
    draft_course, scheduled_release, run_command, clock
):
    mail.outbox.clear()
    clock(LATER)
    first, second, _third = lessons_of(draft_course)
    with admin_actions.publishing_fails_at(first):
        run_command()
        run_command()
    assert len(mail.outbox) == 2  # to the editor, and to the team
    with admin_actions.publishing_fails_at(second):
        run_command()
    assert len(mail.outbox) == 4


def test_fixed_release_goes_live_and_its_failure_is_cleared(
    draft_course, scheduled_release, run_command, clock
):
    clock(LATER)
    with admin_actions.publishing_fails_at(lessons_of(draft_course)[0]):
        run_command()
    assert run_command() == "1 published, 0 expired, 0 failed"
    scheduled_release.refresh_from_db()
    assert (scheduled_release.status, scheduled_release.failure) == (Status.PUBLISHED, "")


def test_release_without_a_revision_names_the_page(
    draft_course, scheduled_release, run_command, clock
):
    lesson = lessons_of(draft_course)[2]
    scheduled_release.items.filter(page=lesson).update(page=None, revision=None)
    clock(LATER)
    run_command()
    scheduled_release.refresh_from_db()
    assert scheduled_release.failure.startswith(f"“{lesson.title}” could not be published")
    assert not is_live(draft_course)


def test_release_without_its_course_revision_stores_the_failure(
    draft_course, scheduled_release, run_command, clock
):
    scheduled_release.items.filter(page=draft_course).update(revision=None)
    clock(LATER)
    assert run_command().startswith("0 published, 0 expired, ")
    scheduled_release.refresh_from_db()
    assert scheduled_release.failure == (
        "The approved version of the course page was deleted. An editor has to take it "
        "off the schedule; then the course can be submitted again."
    )


def test_release_without_its_time_does_not_go_live(
    draft_course, scheduled_release, run_command, clock
):
    Revision.objects.update(approved_go_live_at=None)
    clock(LATER)
    run_command()
    scheduled_release.refresh_from_db()
    assert scheduled_release.failure.startswith("It no longer has a publication time.")
    assert not is_live(draft_course)


def test_unexpected_error_is_stored_by_its_type_only(
    draft_course, scheduled_release, run_command, clock
):
    mail.outbox.clear()
    clock(LATER)
    with admin_actions.publishing_fails_at(draft_course, MemoryError):
        run_command()
        run_command()
    scheduled_release.refresh_from_db()
    assert scheduled_release.failure.startswith("An unexpected error (MemoryError) stopped it.")
    assert len(mail.outbox) == 2


def test_unscheduled_release_does_not_go_live(
    draft_course, scheduled_release, editor, run_command, clock
):
    unschedule(draft_course, by=editor)
    clock(LATER)
    assert run_command() == "0 published, 0 expired, 0 failed"
    assert not is_live(draft_course)


def test_newer_draft_is_kept_when_the_approved_one_goes_live(
    draft_course, scheduled_release, run_command, clock
):
    lesson = lessons_of(draft_course)[0]
    admin_actions.edit_lesson(lesson, title="Newer")
    clock(LATER)
    run_command()
    assert admin_actions.titles(draft_course)[0] == lesson.title
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().title == "Newer"


def test_other_pages_go_live_at_their_time(home, run_command, clock):
    page = standard_page(home, title="Terms", slug="terms")
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert run_command() == "0 published, 0 expired, 0 failed"
    clock(LATER)
    assert run_command() == "1 published, 0 expired, 0 failed"
    assert is_live(page)


def test_other_pages_expire_at_their_time(home, run_command, clock):
    page = standard_page(
        home, title="Sale", slug="sale", live=True, expire_at=timezone.now() + timedelta(hours=1)
    )
    assert run_command() == "0 published, 0 expired, 0 failed"
    clock(LATER)
    assert run_command() == "0 published, 1 expired, 0 failed"
    assert Page.objects.values_list("live", "expired").get(pk=page.pk) == (False, True)
    assert PageLogEntry.objects.filter(page=page).values_list("action", flat=True).first() == (
        "wagtail.unpublish.scheduled"
    )
    assert run_command() == "0 published, 0 expired, 0 failed"


def test_one_failing_page_does_not_stop_the_others(
    home, scheduled_release, draft_course, run_command, clock
):
    pages = [standard_page(home, title=name, slug=name) for name in ("first", "second")]
    for page in pages:
        page.go_live_at = timezone.now() + timedelta(minutes=30)
        page.save_revision().publish()
    clock(LATER)
    with admin_actions.publishing_fails_at(pages[0]):
        assert run_command() == "2 published, 0 expired, 1 failed; the log says what."
    assert [is_live(page) for page in (*pages, draft_course)] == [False, True, True]


def test_expiry_of_a_course_cancels_its_scheduled_release(
    published_course, instructor, editor, run_command, clock
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Never live")
    release = schedule_release(published_course, instructor, editor)
    CoursePage.objects.filter(pk=published_course.pk).update(
        expire_at=timezone.now() + timedelta(minutes=5)
    )
    clock(LATER)
    assert run_command() == "0 published, 1 expired, 0 failed"
    release.refresh_from_db()
    assert release.status == Status.CANCELLED


def test_interrupted_worker_leaves_nothing_partly_published(draft_course, scheduled_release, clock):
    """A worker told to stop in the middle; the next one does it all."""
    clock(LATER)
    lesson = lessons_of(draft_course)[1]
    with (
        admin_actions.publishing_fails_at(lesson, KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        publish_due()
    scheduled_release.refresh_from_db()
    assert (scheduled_release.status, scheduled_release.failure) == (Status.SCHEDULED, "")
    assert [is_live(page) for page in [draft_course, *lessons_of(draft_course)]] == [False] * 4
    assert publish_due()["published"] == 1
    assert is_live(lesson)


def test_failing_mail_server_stops_no_release(
    draft_course, scheduled_release, run_command, clock, settings
):
    settings.EMAIL_BACKEND = "courses.tests.release.mail_fixtures.Unreachable"
    clock(LATER)
    assert run_command() == "1 published, 0 expired, 0 failed"


def test_run_without_due_releases_takes_few_queries(
    draft_course, scheduled_release, other_course, instructor, editor, django_assert_max_num_queries
):
    schedule_release(other_course, instructor, editor)
    publish_due()  # what is asked once in a process, such as content types
    with django_assert_max_num_queries(5), transaction.atomic():
        publish_due()
