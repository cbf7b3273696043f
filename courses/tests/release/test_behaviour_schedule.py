"""A release that waits for its hour."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.models.exceptions import CourseRefusal
from courses.release.archiving import archive
from courses.release.changes import Changes
from courses.release.review import approve, unschedule
from courses.release.scheduled_publishing import publish_due
from courses.release.submission import submit
from courses.tests import factories
from courses.tests.forms import lesson_form

from . import admin_actions
from .conftest import schedule_release

Status = CourseRelease.Status
LATER = timedelta(hours=2)


@pytest.fixture
def publish_later(clock) -> Callable[[], None]:
    """What the worker does after the time of what is scheduled."""

    def publish() -> None:
        clock(LATER)
        publish_due()

    return publish


def status(release: CourseRelease) -> str:
    return CourseRelease.objects.get(pk=release.pk).status


def test_everything_goes_live_at_its_time_and_not_before(
    published_course, instructor, editor, client, publish_later
):
    one, two, three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.edit_lesson(one, title="At its hour")
    admin_actions.arrange_curriculum(published_course, "Part", new_lesson, one, three)
    release = schedule_release(published_course, instructor, editor)
    before = admin_actions.titles(published_course)
    publish_due()
    assert admin_actions.titles(published_course) == before
    assert status(release) == Status.SCHEDULED
    assert client.get(published_course.url).status_code == 200
    publish_later()
    assert admin_actions.titles(published_course) == ["Brand new", "At its hour", three.title]
    assert not LessonPage.objects.get(pk=two.pk).live
    assert status(release) == Status.PUBLISHED


def test_first_release_can_be_scheduled(draft_course, instructor, editor, client, publish_later):
    release = schedule_release(draft_course, instructor, editor)
    assert client.get(draft_course.url).status_code == 404
    assert status(release) == Status.SCHEDULED
    publish_later()
    assert client.get(draft_course.url).status_code == 200
    assert len(admin_actions.titles(draft_course)) == 3


def test_lesson_edited_after_approval_goes_live_as_it_was_approved(
    published_course, instructor, editor, instructor_client, publish_later
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Approved")
    schedule_release(published_course, instructor, editor)
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    instructor_client.post(url, lesson_form(lesson, title="Written since"))
    publish_later()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.title == "Approved"
    assert lesson.get_latest_revision_as_object().title == "Written since"
    assert [row.title for row in Changes(published_course).touched_rows] == ["Written since"]


def test_unscheduled_release_stays_a_draft(
    published_course, instructor, editor, editor_client, publish_later
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Called off")
    release = schedule_release(published_course, instructor, editor)
    editor_client.post(reverse("courses_admin:unschedule", args=[published_course.pk]))
    publish_later()
    assert status(release) == Status.CANCELLED
    assert "Called off" not in admin_actions.titles(published_course)
    submit(published_course, by=instructor)
    approve(published_course, by=editor, fingerprint=Changes(published_course).fingerprint)
    assert admin_actions.titles(published_course)[0] == "Called off"


def test_wagtails_own_unschedule_button_cancels_the_release(
    published_course, instructor, editor, editor_client
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Called off")
    release = schedule_release(published_course, instructor, editor)
    revision = CoursePage.objects.get(pk=published_course.pk).scheduled_revision
    url = reverse(
        "wagtailadmin_pages:revisions_unschedule", args=[published_course.pk, revision.pk]
    )
    editor_client.post(url)
    assert status(release) == Status.CANCELLED


def test_authors_cannot_unschedule_an_approved_release(published_course, instructor, editor):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Approved")
    release = schedule_release(published_course, instructor, editor, after=timedelta(days=1))
    with pytest.raises(CourseRefusal, match="may not publish courses"):
        unschedule(published_course, by=instructor)
    assert status(release) == Status.SCHEDULED


def test_unpublishing_cancels_a_scheduled_release(
    published_course, instructor, editor, editor_client, publish_later
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Never")
    release = schedule_release(published_course, instructor, editor)
    editor_client.post(reverse("wagtailadmin_pages:unpublish", args=[published_course.pk]))
    publish_later()
    assert status(release) == Status.CANCELLED
    assert not CoursePage.objects.get(pk=published_course.pk).live


def test_archiving_cancels_a_scheduled_release(published_course, instructor, editor, publish_later):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Never")
    release = schedule_release(published_course, instructor, editor)
    archive(published_course, by=editor)
    assert status(release) == Status.CANCELLED
    publish_later()
    assert status(release) == Status.CANCELLED
    assert "Never" not in admin_actions.titles(published_course)


def test_no_other_release_is_possible_while_one_is_scheduled(published_course, instructor, editor):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Scheduled")
    schedule_release(published_course, instructor, editor, after=timedelta(days=1))
    with pytest.raises(CourseRefusal, match="is scheduled"):
        submit(published_course, by=instructor)
    draft = CoursePage.objects.get(pk=published_course.pk).save_revision()
    with pytest.raises(CourseRefusal, match="another release is waiting"):
        draft.publish()


def test_time_in_the_past_is_refused(published_course, instructor, editor):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Yesterday")
    with pytest.raises(CourseRefusal, match="has passed"):
        schedule_release(published_course, instructor, editor, after=-timedelta(days=1))


def test_failed_publication_leaves_the_release_scheduled(
    published_course, instructor, editor, publish_later
):
    one, two, _three = published_course.outline.lessons
    admin_actions.edit_lesson(one, title="One, new")
    admin_actions.edit_lesson(two, title="Two, new")
    release = schedule_release(published_course, instructor, editor)
    before = admin_actions.titles(published_course)
    with admin_actions.publishing_fails_at(two):
        publish_later()
    assert admin_actions.titles(published_course) == before
    assert status(release) == Status.SCHEDULED
    publish_due()
    assert admin_actions.titles(published_course)[:2] == ["One, new", "Two, new"]
    assert status(release) == Status.PUBLISHED
