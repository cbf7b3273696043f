"""Archiving and reopening a course in the admin."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from courses.models import CoursePage, CourseRelease
from courses.release.submission import submit

from .messages import message_texts


def url(name: str, course: CoursePage) -> str:
    return reverse(f"courses_admin:{name}", args=[course.pk])


def is_archived(course: CoursePage) -> bool:
    return bool(CoursePage.objects.get(pk=course.pk).archived_at)


def test_editor_archives_a_course_after_confirming(editor_client, published_course):
    confirmation = editor_client.get(url("archive", published_course))
    assert "Learners who are enrolled keep it" in confirmation.content.decode()
    assert not is_archived(published_course)
    response = editor_client.post(url("archive", published_course), follow=True)
    assert is_archived(published_course)
    assert message_texts(response)[0].endswith("is archived. Learners who are enrolled keep it.")


def test_archive_page_warns_that_a_review_is_cancelled(editor_client, draft_course, instructor):
    submit(draft_course, by=instructor)
    html = editor_client.get(url("archive", draft_course)).content.decode()
    assert "that review is cancelled" in html
    editor_client.post(url("archive", draft_course))
    assert draft_course.releases.get().status == CourseRelease.Status.CANCELLED


def test_editor_reopens_a_course(editor_client, published_course):
    editor_client.post(url("archive", published_course))
    assert (
        "back in the catalogue"
        in editor_client.get(url("reopen", published_course)).content.decode()
    )
    assert is_archived(published_course)
    editor_client.post(url("reopen", published_course))
    assert not is_archived(published_course)


@pytest.mark.parametrize("name", ["archive", "reopen"])
def test_archiving_and_reopening_twice_does_no_harm(editor_client, published_course, name):
    for _ in range(2):
        assert editor_client.post(url(name, published_course)).status_code == 302
    assert is_archived(published_course) == (name == "archive")


@pytest.mark.parametrize("name", ["archive", "reopen"])
def test_instructors_neither_archive_nor_reopen(
    instructor_client, editor_client, published_course, name
):
    if name == "reopen":
        editor_client.post(url("archive", published_course))
    before = is_archived(published_course)
    assert instructor_client.get(url(name, published_course)).status_code == 302
    instructor_client.post(url(name, published_course))
    assert is_archived(published_course) == before


def test_buttons_are_shown_to_users_with_permission(
    editor_client, instructor_client, published_course
):
    def buttons_shown(client) -> list[bool]:
        edit_url = reverse("wagtailadmin_pages:edit", args=[published_course.pk])
        html = client.get(edit_url).content.decode()
        names = ("team", "history", "archive", "reopen")
        return [f'href="{url(name, published_course)}"' in html for name in names]

    assert buttons_shown(editor_client) == [True, True, True, False]
    assert buttons_shown(instructor_client) == [True, True, False, False]
    editor_client.post(url("archive", published_course))
    assert buttons_shown(editor_client) == [True, True, False, True]


def test_lessons_have_no_buttons_of_courses(editor_client, published_course):
    lesson = published_course.outline.lessons[0]
    html = editor_client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert f"/admin/courses/{lesson.pk}/" not in html


def test_site_history_lists_archiving_and_reopening(editor_client, published_course):
    editor_client.post(url("archive", published_course))
    editor_client.post(url("reopen", published_course))
    entries = PageLogEntry.objects.filter(action__startswith="skillmate.").order_by("timestamp")
    assert [str(entry.message) for entry in entries] == ["Archived", "Reopened"]
    history = reverse("wagtailadmin_pages:history", args=[published_course.pk])
    assert "Reopened" in editor_client.get(history).content.decode()


def test_course_that_does_not_exist_is_not_found(editor_client):
    assert editor_client.get("/admin/courses/999999/archive/").status_code == 404
