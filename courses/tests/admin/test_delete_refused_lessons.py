"""A lesson that was submitted and refused, in a course that is live: nothing holds on to it."""

import pytest

from courses.models import CoursePage, CourseReleaseItem, LessonPage
from courses.release.review import request_changes, unschedule
from courses.release.submission import submit, withdraw
from courses.tests import factories
from courses.tests.release import admin_actions

from .admin_pages import admin_url, bulk, course_url, reload


@pytest.fixture
def lesson(published_course, instructor, editor) -> LessonPage:
    """New in a submission that was sent back, and was not taken back since."""
    refused_lesson = factories.lesson(published_course, live=False, title="Refused")
    admin_actions.arrange_curriculum(
        published_course, "Part", *published_course.outline.lessons, refused_lesson
    )
    submit(published_course, by=instructor)
    request_changes(
        published_course, by=editor, comment="Leave it out.", notes={refused_lesson.pk: "Why?"}
    )
    return refused_lesson


def delete(client, page) -> None:
    client.post(admin_url("delete", page.pk))


@pytest.mark.parametrize("delete_page", [delete, lambda client, page: bulk(client, "delete", page)])
@pytest.mark.parametrize("name", ["instructor_client", "editor_client"])
def test_refused_lesson_is_deleted_and_the_course_can_be_released(
    published_course, lesson, request, instructor_client, editor_client, name, delete_page
):
    delete_page(request.getfixturevalue(name), lesson)
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()
    item = CourseReleaseItem.objects.get(title="Refused")
    assert (item.page, item.revision) == (None, None)
    # The draft still names it: an error is shown, and leaving it out clears it.
    response = admin_actions.submit(instructor_client, published_course)
    assert response.context["errors"][0].code == "curriculum-dangling"
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Mended")
    admin_actions.arrange_curriculum(published_course, "Part", *published_course.outline.lessons)
    admin_actions.submit(instructor_client, published_course)
    for page in ("submit", "review", "history"):
        assert editor_client.get(course_url(page, published_course)).status_code == 200
    admin_actions.approve(editor_client, published_course)
    assert admin_actions.titles(published_course)[0] == "Mended"


def test_lesson_of_a_cancelled_release_is_deleted(
    published_course, lesson, instructor, editor, instructor_client
):
    submit(published_course, by=instructor)
    withdraw(published_course, by=instructor)
    delete(instructor_client, lesson)
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_scheduled_lesson_is_kept_until_it_is_unscheduled(
    published_course, lesson, instructor, editor, editor_client
):
    submit(published_course, by=instructor)
    admin_actions.schedule(editor_client, published_course, go_live_at="2099-01-01 10:00")
    delete(editor_client, lesson)
    assert LessonPage.objects.filter(pk=lesson.pk).exists()
    unschedule(published_course, by=editor)
    delete(editor_client, lesson)
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_live_course_is_not_deleted_with_its_refused_lessons(
    published_course, lesson, index, editor_client
):
    delete(editor_client, published_course)
    bulk(editor_client, "delete", published_course, lesson.get_parent().get_parent())
    delete(editor_client, index.get_parent())
    assert reload(published_course).live
    assert CoursePage.objects.count() == 1
    assert LessonPage.objects.filter(pk=lesson.pk).exists()
