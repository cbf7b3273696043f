"""Wagtail's own padlock: what somebody locked is neither submitted nor approved."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.release.submission import submit
from courses.teams.roles import EDITORS
from courses.tests.admin.admin_pages import admin_url, course_url
from courses.tests.admin.messages import message_texts

from . import admin_actions
from .conftest import person

Status = CourseRelease.Status
BY_EDITOR = "“{}” was locked by editor. Ask them to unlock it; an administrator can, too."


def lock(page: Page, by: User | None) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=by, locked_at=timezone.now())


def unlock(client: Client, page: Page) -> None:
    client.post(admin_url("unlock", page.pk))


def submission_notice(client: Client, course: CoursePage) -> str:
    response = client.get(course_url("submit", course))
    assert "Submit for review</button>" not in response.content.decode()
    return response.context["submission_notice"].message


def first_lesson(course: CoursePage) -> LessonPage:
    return LessonPage.objects.below(course).first()


@pytest.mark.parametrize("page_of", [lambda course: course, first_lesson])
def test_locked_page_is_not_submitted_until_it_is_unlocked(
    draft_course, editor, instructor_client, editor_client, page_of
):
    page = page_of(draft_course)
    lock(page, editor)
    expected = BY_EDITOR.format(page.title)
    assert submission_notice(instructor_client, draft_course).startswith(expected)
    response = admin_actions.submit(instructor_client, draft_course)
    assert message_texts(response)[0].startswith(expected)
    assert not draft_course.releases.exists()
    assert submission_notice(editor_client, draft_course).startswith(
        f"You have locked “{page.title}”. Open it and unlock it"
    )
    unlock(editor_client, page)
    admin_actions.submit(instructor_client, draft_course)
    assert draft_course.releases.get().status == Status.IN_REVIEW


def test_editor_unlocks_what_another_locked(draft_course, instructor, instructor_client):
    colleague = person("colleague", EDITORS)
    lock(draft_course, instructor)
    client = Client()
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    notice = submission_notice(client, draft_course)
    assert notice.startswith(f"“{draft_course.title}” was locked by instructor. Open it and unlock")
    unlock(client, draft_course)
    admin_actions.submit(client, draft_course)
    assert draft_course.releases.get().status == Status.IN_REVIEW


def test_locked_lesson_that_stays_as_it_is_stops_nothing(
    published_course, editor, instructor_client
):
    edited, locked, _third = published_course.outline.lessons
    admin_actions.edit_lesson(edited, title="Edited")
    lock(locked, editor)
    admin_actions.submit(instructor_client, published_course)
    assert published_course.releases.first().status == Status.IN_REVIEW


def test_lock_of_a_deleted_account_is_told_without_a_name(draft_course, instructor_client):
    lock(draft_course, None)
    assert "was locked by a deleted account." in submission_notice(instructor_client, draft_course)


def test_locked_page_is_not_approved_until_it_is_unlocked(draft_course, instructor, editor_client):
    submit(draft_course, by=instructor)
    lesson = first_lesson(draft_course)
    colleague = person("colleague", EDITORS)
    lock(lesson, colleague)
    page = editor_client.get(course_url("review", draft_course))
    assert 'value="approve"' not in page.content.decode()
    notice = page.context["approval_notice"]
    assert notice.message.startswith(f"“{lesson.title}” was locked by colleague.")
    assert [remedy.url for remedy in notice.remedies] == [admin_url("edit", lesson.pk)]
    response = admin_actions.approve(editor_client, draft_course, follow=True)
    assert message_texts(response) == [notice.message]
    assert draft_course.releases.get().status == Status.IN_REVIEW
    admin_actions.request_changes(editor_client, draft_course)  # which a padlock keeps nobody from
    assert draft_course.releases.get().status == Status.CHANGES_REQUESTED
