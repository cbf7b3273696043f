"""Deleting and moving courses and lessons: refused with a reason, or done whole."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.management.commands.purge_revisions import purge_revisions
from wagtail.models import Page

from courses.models import CoursePage, CourseRelease, CourseReleaseItem, CourseTeam, LessonPage
from courses.release.review import request_changes
from courses.release.submission import submit, withdraw
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.admin.admin_pages import admin_url, bulk, reload
from courses.tests.release import admin_actions

from .messages import message_texts

IN_REVIEW = (
    "“{}” stays where it is while its course is in review. Wait for the answer, or withdraw the "
    "course from review."
)
RESTORABLE = (
    "“{}” stays, because a release with it can be restored. Take it out of the curriculum and "
    "submit the course: learners no longer see it then."
)


@pytest.fixture
def returned_course(in_review, editor) -> CoursePage:
    """A course that was submitted once and never went live."""
    request_changes(in_review, by=editor, comment="Not yet.")
    withdraw(in_review, by=editor)
    return reload(in_review)


@pytest.fixture
def other_course(index) -> CoursePage:
    return factories.course(index, live=False)


def lesson_of(course: CoursePage) -> LessonPage:
    return LessonPage.objects.below(course).first()


def delete(client: Client, page: Page):
    return client.post(admin_url("delete", page.pk), follow=True)


def move(client: Client, page: Page, to: Page):
    return client.post(admin_url("move_confirm", page.pk, to.pk), follow=True)


def exists(page: Page) -> bool:
    return Page.objects.filter(pk=page.pk).exists()


def parent_of(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).get_parent()


CLIENTS = ["instructor_client", "editor_client", "admin_client"]


@pytest.mark.parametrize("name", CLIENTS)
def test_nothing_in_review_is_deleted_or_moved_and_the_reason_is_shown(
    in_review, other_course, request, name
):
    ensure_team(other_course, members=User.objects.filter(username="instructor"))
    client, lesson = request.getfixturevalue(name), lesson_of(in_review)
    expected = [IN_REVIEW.format(lesson.title)]
    assert message_texts(delete(client, lesson)) == expected
    assert message_texts(move(client, lesson, other_course)) == expected
    assert message_texts(client.get(admin_url("move", lesson.pk), follow=True)) == expected
    assert message_texts(client.get(admin_url("delete", lesson.pk), follow=True)) == expected
    assert message_texts(bulk(client, "delete", lesson, follow=True)) == expected
    assert (
        message_texts(bulk(client, "move", lesson, chooser=other_course.pk, follow=True))
        == expected
    )
    assert message_texts(delete(client, in_review)) == [IN_REVIEW.format(in_review.title)]
    assert parent_of(lesson) == in_review.page_ptr
    assert exists(in_review)


def test_move_in_review_is_denied_to_an_administrator(in_review, other_course, admin_user):
    lesson = lesson_of(in_review)
    with pytest.raises(PermissionDenied):
        lesson.move(other_course, pos="last-child", user=admin_user)
    assert parent_of(lesson) == in_review.page_ptr


def test_bulk_deletion_shows_which_pages_stay_and_deletes_the_others(
    in_review, other_course, admin_client
):
    lesson, other = lesson_of(in_review), lesson_of(other_course)
    confirmation = admin_client.get(
        f"/admin/bulk/wagtailcore/page/delete/?id={lesson.pk}&id={other.pk}"
    )
    assert message_texts(confirmation) == [IN_REVIEW.format(lesson.title)]
    response = bulk(admin_client, "delete", lesson, other, follow=True)
    assert (exists(lesson), exists(other)) == (True, False)
    assert message_texts(response) == [IN_REVIEW.format(lesson.title), "1 page has been deleted"]


@pytest.mark.parametrize("name", ["editor_client", "admin_client"])
def test_lesson_of_an_earlier_release_is_not_deleted(published_course, request, name):
    client, lesson = request.getfixturevalue(name), lesson_of(published_course)
    assert message_texts(delete(client, lesson)) == [RESTORABLE.format(lesson.title)]
    assert message_texts(bulk(client, "delete", lesson, follow=True)) == [
        RESTORABLE.format(lesson.title)
    ]
    assert exists(lesson)


def test_live_lesson_is_not_deleted_by_its_team(course, lessons, instructor, instructor_client):
    ensure_team(course, members=[instructor])
    lesson = lessons[0]
    assert message_texts(delete(instructor_client, lesson)) == [
        f"“{lesson.title}” is live, so your account cannot do this. Take it out of the curriculum "
        "and submit the course: learners no longer see it then."
    ]
    assert exists(lesson)


def test_refusal_shows_nothing_of_other_teams_courses(other_course, instructor_client):
    lesson = lesson_of(other_course)
    for response in (
        delete(instructor_client, lesson),
        bulk(instructor_client, "delete", lesson, follow=True),
    ):
        assert lesson.title not in "".join(message_texts(response))
    assert exists(lesson)


def test_draft_lesson_is_deleted_by_its_team(draft_course, instructor_client):
    lesson = lesson_of(draft_course)
    delete(instructor_client, lesson)
    assert not exists(lesson)


def test_draft_lesson_is_moved_and_back_again(draft_course, other_course, admin_client):
    lesson = lesson_of(draft_course)
    move(admin_client, lesson, other_course)
    assert parent_of(lesson) == other_course.page_ptr
    bulk(admin_client, "move", reload(lesson), chooser=draft_course.pk)
    assert parent_of(lesson) == draft_course.page_ptr


def test_draft_lesson_is_not_moved_into_a_course_in_review(
    in_review, other_course, instructor, instructor_client
):
    ensure_team(other_course, members=[instructor])
    lesson = lesson_of(other_course)
    assert message_texts(move(instructor_client, lesson, in_review)) == [
        f"“{in_review.title}” takes no lessons while it is in review or scheduled. Move "
        "the lesson when that is decided."
    ]
    bulk(instructor_client, "move", lesson, chooser=in_review.pk)
    assert parent_of(lesson) == other_course.page_ptr


# Submitted once, never live: nothing holds on to it


@pytest.mark.parametrize(
    "delete_page", [delete, lambda client, page: bulk(client, "delete", page, follow=True)]
)
def test_course_that_was_never_published_is_deleted_by_an_editor_with_its_lessons(
    draft_course, editor_client, instructor_client, delete_page
):
    team = CourseTeam.objects.get()
    refusal = message_texts(delete_page(instructor_client, draft_course))
    assert refusal == [f"Your account cannot do this to “{draft_course.title}”. Ask an editor."]
    assert exists(draft_course)
    delete_page(editor_client, draft_course)
    assert not exists(draft_course)
    assert not LessonPage.objects.exists()
    assert not Group.objects.filter(pk=team.group_id).exists()


def test_course_of_a_closed_submission_is_deleted_by_an_editor(returned_course, editor_client):
    delete(editor_client, returned_course)
    assert not exists(returned_course)


def test_course_that_was_public_is_not_deleted_with_its_lessons(index, editor_client):
    course = factories.course(index, lessons=1)  # by no release, so that none can be restored
    course.unpublish()
    assert message_texts(delete(editor_client, course)) == [
        f"“{course.title}” was public once, so it is not deleted with all its lessons. Archive it, "
        "or delete its lessons first."
    ]
    delete(editor_client, lesson_of(course))
    delete(editor_client, course)
    assert not exists(course)


def test_lesson_learners_no_longer_see_may_stay(
    published_course, editor, editor_client, instructor
):
    lesson = lesson_of(published_course)
    admin_actions.arrange_curriculum(
        published_course, "Part", *published_course.outline.lessons[1:]
    )
    submit(published_course, by=instructor)
    admin_actions.approve(editor_client, published_course, follow=True)
    assert message_texts(delete(editor_client, lesson)) == [
        f"“{lesson.title}” stays, because a release with it can be restored. It can stay as it is: "
        "learners do not see it."
    ]


@pytest.mark.parametrize("name", CLIENTS)
def test_lesson_of_a_closed_submission_is_deleted_and_its_title_kept(
    returned_course, request, name
):
    lesson = lesson_of(returned_course)
    delete(request.getfixturevalue(name), lesson)
    assert not exists(lesson)
    item = CourseReleaseItem.objects.get(title=lesson.title)
    assert (item.page, item.revision) == (None, None)


def test_lesson_of_a_closed_submission_is_deleted_in_bulk(returned_course, admin_client):
    lesson = lesson_of(returned_course)
    assert message_texts(bulk(admin_client, "delete", lesson, follow=True)) == [
        "1 page has been deleted"
    ]
    assert not exists(lesson)


def test_course_that_was_never_live_is_deleted_with_its_submissions(returned_course, admin_client):
    response = delete(admin_client, returned_course)
    assert message_texts(response) == [f"Page &#x27;{returned_course.title}&#x27; deleted."]
    assert not CourseRelease.objects.exists()
    assert not LessonPage.objects.exists()


def test_courses_are_deleted_in_bulk_with_their_submissions(
    returned_course, other_course, admin_client
):
    bulk(admin_client, "delete", returned_course, other_course)
    assert not CoursePage.objects.exists()


def test_catalogue_is_deleted_with_submissions_that_were_never_live(
    returned_course, index, home, admin_client
):
    delete(admin_client, index)
    assert not CoursePage.objects.exists()
    assert exists(home)


def test_catalogue_with_an_earlier_release_is_not_deleted(published_course, index, admin_client):
    delete(admin_client, index)
    bulk(admin_client, "delete", index)
    assert exists(published_course)


def test_purge_keeps_revisions_of_submissions(returned_course):
    admin_actions.edit_lesson(lesson_of(returned_course), title="Newer")
    assert purge_revisions()[1] > 0
    assert not CourseReleaseItem.objects.filter(revision=None).exists()
