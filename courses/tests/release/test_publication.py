"""What to do when publishing breaks: each advice is followed as it is written, and works."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.release.submission import submit
from courses.tests.admin.admin_pages import admin_url, course_url, page_form, save
from courses.tests.admin.messages import message_texts

from . import admin_actions
from .conftest import schedule_release

BROKEN = "“Broken” could not be published, so nothing was: everything is as it was before. "
Status = CourseRelease.Status


def lesson_of(course: CoursePage) -> LessonPage:
    return LessonPage.objects.below(course).first()


def statuses(course: CoursePage) -> list[str]:
    return list(course.releases.order_by("pk").values_list("status", flat=True))


def test_what_broke_at_approval_is_mended_in_its_draft_and_approved(
    draft_course, instructor, editor_client
):
    lesson = lesson_of(draft_course)
    admin_actions.edit_lesson(lesson, title="Broken")
    submit(draft_course, by=instructor)
    with admin_actions.publishing_fails_while_titled("Broken"):
        [message] = message_texts(admin_actions.approve(editor_client, draft_course, follow=True))
        assert message.startswith(BROKEN + "Its draft can be fixed while it is in review")
        html = editor_client.get(course_url("review", draft_course)).content.decode()
        assert admin_url("edit", lesson.pk) in html
        save(editor_client, lesson, title="Mended")
        admin_actions.approve(editor_client, draft_course)
    assert admin_actions.titles(draft_course)[0] == "Mended"


def fail_at_its_hour(course: CoursePage, instructor: User, editor: User, run_command, clock):
    admin_actions.edit_lesson(lesson_of(course), title="Broken")
    release = schedule_release(course, instructor, editor)
    clock(timedelta(hours=2))
    run_command()
    release.refresh_from_db()
    return release


def test_what_broke_at_its_hour_is_unscheduled_mended_and_submitted_again(
    draft_course, instructor, editor, instructor_client, editor_client, run_command, clock
):
    with admin_actions.publishing_fails_while_titled("Broken"):
        release = fail_at_its_hour(draft_course, instructor, editor, run_command, clock)
        assert release.failure == (
            BROKEN + "An editor has to take it off the schedule; then fix the page, and submit the "
            "course again."
        )
        save(instructor_client, lesson_of(draft_course), title="Mended")
        run_command()  # the draft is no part of what was approved
        assert statuses(draft_course) == [Status.SCHEDULED]
        editor_client.post(course_url("unschedule", draft_course))
        admin_actions.submit(instructor_client, draft_course)
        admin_actions.approve(editor_client, draft_course)
    assert statuses(draft_course) == [Status.CANCELLED, Status.PUBLISHED]
    assert admin_actions.titles(draft_course)[0] == "Mended"


def test_every_page_about_a_failed_release_says_what_to_do(
    draft_course, instructor, editor, instructor_client, editor_client, run_command, clock
):
    with admin_actions.publishing_fails_while_titled("Broken"):
        release = fail_at_its_hour(draft_course, instructor, editor, run_command, clock)
    release_url = reverse("courses_admin:release", args=[release.pk])
    home = reverse("wagtailadmin_home")
    advice = "take it off the schedule"

    def html(client: Client, url: str) -> str:
        return client.get(url).content.decode()

    for client in (instructor_client, editor_client):
        for url in (release_url, course_url("submit", draft_course)):
            assert advice in html(client, url)
        assert release_url in html(client, home)
    assert advice in html(editor_client, home)
    unschedule_url = course_url("unschedule", draft_course)
    assert unschedule_url in html(editor_client, release_url)
    assert unschedule_url not in html(instructor_client, release_url)
    assert "Taken off the schedule, its changes stay drafts" in html(instructor_client, release_url)
    refusal = message_texts(admin_actions.submit(instructor_client, draft_course))[0]
    assert "Ask an editor to unschedule it" in refusal


def test_edition_that_breaks_when_restored_is_taken_over_into_the_draft(
    published_course, instructor, editor_client, instructor_client
):
    lesson, first_release = lesson_of(published_course), published_course.releases.get()
    LessonPage.objects.filter(pk=lesson.pk).update(title="Old")
    first_revision = first_release.items.get(page=lesson).revision
    first_revision.content["title"] = "Broken"
    first_revision.save()
    admin_actions.edit_lesson(lesson, title="Second")
    admin_actions.submit(instructor_client, published_course)
    admin_actions.approve(editor_client, published_course, follow=True)
    with admin_actions.publishing_fails_while_titled("Broken"):
        url = reverse("courses_admin:restore", args=[first_release.pk])
        [message] = message_texts(editor_client.post(url, {"note": ""}))
        assert message.startswith("“")
        assert "What was released stays as it is, so it cannot be fixed." in message
        assert admin_actions.titles(published_course)[0] == "Second"
        revert_url = admin_url("revisions_revert", lesson.pk, first_revision.pk)
        assert "Broken" in instructor_client.get(revert_url).content.decode()
        old_version = first_revision.as_object()
        form = page_form(old_version, title="First, mended") | {"revision": first_revision.pk}
        instructor_client.post(admin_url("edit", lesson.pk), form)
        admin_actions.submit(instructor_client, published_course)
        admin_actions.approve(editor_client, published_course)
    assert admin_actions.titles(published_course)[0] == "First, mended"
