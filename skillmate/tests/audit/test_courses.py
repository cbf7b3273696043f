"""What becomes of a course is written down, with the request it happened in."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.findings import collect_findings
from courses.release.restore import restore
from courses.release.review import approve, unschedule, waive
from courses.release.submission import submit, withdraw
from courses.teams.membership import add_member, remove_member
from courses.tests import factories
from courses.tests.release import admin_actions
from courses.tests.release.gate_drafts import first_lesson, image, write_lesson
from web.request_id import RequestMiddleware


@pytest.fixture
def course_messages(entries, draft_course):
    """New sentences about the course itself, drafts saved along the way apart."""

    def new() -> list[tuple[str, str]]:
        return [
            (entry.message, entry.user.username if entry.user else "-")
            for entry in entries()
            if getattr(entry, "page_id", None) == draft_course.pk and entry.action != "wagtail.edit"
        ]

    return new


def test_release_through_the_admin_is_logged_step_by_step(
    draft_course, instructor_client, editor_client, entries
):
    entries()
    submitted = admin_actions.submit(instructor_client, draft_course)
    admin_actions.request_changes(editor_client, draft_course)
    admin_actions.submit(instructor_client, draft_course)
    approved = admin_actions.approve(editor_client, draft_course, follow=True)
    course_entries = [
        entry for entry in entries() if getattr(entry, "page_id", 0) == draft_course.pk
    ]
    actions = [entry.action for entry in course_entries if entry.action != "wagtail.edit"]
    assert actions == [
        "wagtail.workflow.start",
        "wagtail.workflow.reject",
        "wagtail.workflow.resume",
        "wagtail.workflow.approve",
        "wagtail.publish",
    ]
    assert course_entries[0].uuid.hex == submitted["X-Request-ID"]
    assert course_entries[-1].uuid == course_entries[-2].uuid
    assert approved.status_code == 200


def test_withdrawal_is_logged(draft_course, instructor, course_messages):
    submit(draft_course, by=instructor)
    course_messages()
    withdraw(draft_course, by=instructor)
    assert course_messages() == [("Cancelled 'Course review' at 'Course review'", "instructor")]


def test_schedule_and_its_end_are_logged(draft_course, instructor, editor, course_messages):
    submit(draft_course, by=instructor)
    course_messages()
    fingerprint = Changes(draft_course).fingerprint
    go_live_at = timezone.now() + timedelta(days=1)
    approve(draft_course, by=editor, fingerprint=fingerprint, go_live_at=go_live_at)
    scheduled = [message for message, _by in course_messages()]
    assert any("cheduled for publishing" in message for message in scheduled)
    unschedule(draft_course, by=editor)
    unschedule(draft_course, by=editor)  # twice is fine, and told once
    assert course_messages() == [("Unscheduled", "editor")]


def test_restored_release_is_logged_by_its_number(published_course, editor, course_messages):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="New title")
    release = published_course.releases.get()
    published_course.outline.lessons[0].unpublish()
    restore(release, by=editor)
    assert ("Restored release 1", "editor") in course_messages()


def test_waiver_is_logged_once_with_its_reason(draft_course, instructor, editor, course_messages):
    write_lesson(first_lesson(draft_course), image(""))
    submit(draft_course, by=instructor, despite_findings=True)
    course_messages()
    [finding] = collect_findings(Changes(draft_course))
    waive(draft_course, finding, by=editor, reason="Made later.")
    waive(draft_course, finding, by=editor, reason="Made later.")
    assert course_messages() == [(f"Waived “{finding.message}” because: Made later.", "editor")]


def test_team_is_logged_by_number_and_shown_by_address(draft_course, instructor, student, editor):
    add_member(draft_course, student.email, by=editor)
    remove_member(draft_course, student, by=editor)
    added, removed = PageLogEntry.objects.filter(action__startswith="skillmate.team").order_by("pk")
    assert (added.data, removed.data) == ({"member_id": student.pk}, {"member_id": student.pk})
    assert added.message == "Added student@example.com to the team"
    student.delete()
    reloaded = PageLogEntry.objects.get(pk=added.pk)
    assert reloaded.message == "Added an account to the team"


def test_saves_of_one_draft_stay_one_group(draft_course, editor, rf):
    """Wagtail shows the saves that overwrite one revision as one, by their common `uuid`."""
    options = {"user": editor, "log_action": True, "clean": False}
    course = CoursePage.objects.get(pk=draft_course.pk)
    first = course.save_revision(**options)
    PageLogEntry.objects.filter(revision=first).update(uuid=UUID(int=7))

    def save(request) -> HttpResponse:
        course.save_revision(overwrite_revision=first, **options)
        return HttpResponse()

    RequestMiddleware(save)(rf.post("/"))
    saves = PageLogEntry.objects.filter(revision=first, action="wagtail.edit")
    assert [entry.uuid for entry in saves] == [UUID(int=7)] * 2


def test_entries_outlive_the_page(draft_course, editor_client):
    lesson = factories.lesson(draft_course, live=False, title="Loose")
    before = list(PageLogEntry.objects.filter(page_id=lesson.pk).order_by("pk").values())
    editor_client.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    after = list(PageLogEntry.objects.filter(page_id=lesson.pk).order_by("pk").values())
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()
    assert (after[:-1], after[-1]["action"], after[-1]["label"]) == (
        before,
        "wagtail.delete",
        "Loose",
    )
