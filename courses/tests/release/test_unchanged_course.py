"""A release in which lessons change, but the course's own page does not."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.release.changes import Changes
from courses.release.review import approve, unschedule
from courses.release.submission import submit
from courses.teams.team import ensure_team
from courses.tests import factories

Status = CourseRelease.Status


@pytest.fixture
def course(index, instructor) -> CoursePage:
    """Live, with one lesson edited and submitted."""
    course = factories.complete_course(index, lessons=2)
    ensure_team(course, members=[instructor])
    draft = course.outline.lessons[0].get_latest_revision_as_object()
    draft.title = "New title"
    draft.save_revision()
    submit(course, by=instructor, despite_findings=True)
    return course


def decide(course: CoursePage, editor, **options) -> CourseRelease:
    return approve(course, by=editor, fingerprint=Changes(course).fingerprint, **options)


def make_release_due(course: CoursePage) -> None:
    revision = course.revisions.exclude(approved_go_live_at=None).get()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()


def test_release_goes_live(course, editor):
    assert decide(course, editor).status == Status.PUBLISHED
    assert LessonPage.objects.filter(title="New title", live=True).exists()


def test_release_can_be_scheduled(course, editor):
    release = decide(course, editor, go_live_at=timezone.now() + timedelta(hours=1))
    assert release.status == Status.SCHEDULED
    assert not LessonPage.objects.filter(title="New title").exists()
    make_release_due(course)
    call_command("publish_scheduled")
    assert LessonPage.objects.filter(title="New title", live=True).exists()


def test_release_goes_live_after_it_was_unscheduled(course, editor, instructor):
    decide(course, editor, go_live_at=timezone.now() + timedelta(hours=1))
    unschedule(course, by=editor)
    submit(course, by=instructor, despite_findings=True)
    assert decide(course, editor).status == Status.PUBLISHED
