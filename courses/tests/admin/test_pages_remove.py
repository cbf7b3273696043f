"""Deleting and moving courses and lessons: refused with a reason, or done whole."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.management.commands.purge_revisions import purge_revisions
from wagtail.models import Page

from courses.models import CoursePage, CourseRelease, CourseReleaseItem, LessonPage
from courses.release.review import request_changes
from courses.release.submission import submit, withdraw
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.admin.admin_pages import admin_url, bulk, fresh
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions

from .conftest import client_of
from .messages import said

IN_REVIEW = (
    "“{}” stays where it is while its course is in review. Wait for the answer, or withdraw the "
    "course from review."
)
RESTORABLE = (
    "“{}” stays, because a release with it can be restored. Take it out of the curriculum and "
    "submit the course: learners no longer see it then."
)


@pytest.fixture
def admin_client(db) -> Client:
    return client_of(User.objects.create_superuser("root", "root@example.com", "password"))


@pytest.fixture
@cached_fixture
def in_review(draft_course, instructor) -> CoursePage:
    submit(draft_course, by=instructor)
    return fresh(draft_course)


@pytest.fixture
def sent_back(in_review, editor) -> CoursePage:
    """A course that was submitted once and never went live."""
    request_changes(in_review, by=editor, comment="Not yet.")
    withdraw(in_review, by=editor)
    return fresh(in_review)


@pytest.fixture
def elsewhere(index) -> CoursePage:
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
def test_nothing_in_review_is_deleted_or_moved_and_everybody_is_told_why(
    in_review, elsewhere, request, name
):
    ensure_team(elsewhere, members=User.objects.filter(username="instructor"))
    client, lesson = request.getfixturevalue(name), lesson_of(in_review)
    told = [IN_REVIEW.format(lesson.title)]
    assert said(delete(client, lesson)) == told
    assert said(move(client, lesson, elsewhere)) == told
    assert said(client.get(admin_url("move", lesson.pk), follow=True)) == told
    assert said(client.get(admin_url("delete", lesson.pk), follow=True)) == told
    assert said(bulk(client, "delete", lesson)) == told
    assert said(bulk(client, "move", lesson, chooser=elsewhere.pk)) == told
    assert said(delete(client, in_review)) == [IN_REVIEW.format(in_review.title)]
    assert parent_of(lesson) == in_review.page_ptr
    assert exists(in_review)


def test_no_code_moves_what_is_in_review_for_an_administrator(in_review, elsewhere, admin_client):
    admin, lesson = User.objects.get(username="root"), lesson_of(in_review)
    with pytest.raises(PermissionDenied):
        lesson.move(elsewhere, pos="last-child", user=admin)
    assert parent_of(lesson) == in_review.page_ptr


def test_bulk_deletion_says_which_pages_stay_and_deletes_the_others(
    in_review, elsewhere, admin_client
):
    lesson, other = lesson_of(in_review), lesson_of(elsewhere)
    asked = admin_client.get(f"/admin/bulk/wagtailcore/page/delete/?id={lesson.pk}&id={other.pk}")
    assert said(asked) == [IN_REVIEW.format(lesson.title)]
    response = bulk(admin_client, "delete", lesson, other)
    assert (exists(lesson), exists(other)) == (True, False)
    assert said(response) == [IN_REVIEW.format(lesson.title), "1 page has been deleted"]


@pytest.mark.parametrize("name", ["editor_client", "admin_client"])
def test_lesson_of_an_earlier_release_stays(published_course, request, name):
    client, lesson = request.getfixturevalue(name), lesson_of(published_course)
    assert said(delete(client, lesson)) == [RESTORABLE.format(lesson.title)]
    assert said(bulk(client, "delete", lesson)) == [RESTORABLE.format(lesson.title)]
    assert exists(lesson)


def test_live_lesson_is_not_deleted_by_its_team(course, lessons, instructor, instructor_client):
    ensure_team(course, members=[instructor])
    lesson = lessons[0]
    assert said(delete(instructor_client, lesson)) == [
        f"“{lesson.title}” is live, so your account cannot do this. Take it out of the curriculum "
        "and submit the course: learners no longer see it then."
    ]
    assert exists(lesson)


def test_others_courses_tell_nothing(elsewhere, instructor_client):
    lesson = lesson_of(elsewhere)
    for response in (delete(instructor_client, lesson), bulk(instructor_client, "delete", lesson)):
        assert lesson.title not in "".join(said(response))
    assert exists(lesson)


def test_draft_lesson_is_deleted_by_its_team(draft_course, instructor_client):
    lesson = lesson_of(draft_course)
    delete(instructor_client, lesson)
    assert not exists(lesson)


def test_draft_lesson_is_moved_and_back_again(draft_course, elsewhere, admin_client):
    lesson = lesson_of(draft_course)
    move(admin_client, lesson, elsewhere)
    assert parent_of(lesson) == elsewhere.page_ptr
    bulk(admin_client, "move", fresh(lesson), chooser=draft_course.pk)
    assert parent_of(lesson) == draft_course.page_ptr


def test_draft_lesson_is_not_moved_into_a_course_in_review(
    in_review, elsewhere, instructor, instructor_client
):
    ensure_team(elsewhere, members=[instructor])
    lesson = lesson_of(elsewhere)
    assert said(move(instructor_client, lesson, in_review)) == [
        f"“{in_review.title}” takes no lessons while it is in review or waits for its hour. Move "
        "the lesson when that is decided."
    ]
    bulk(instructor_client, "move", lesson, chooser=in_review.pk)
    assert parent_of(lesson) == elsewhere.page_ptr


# Submitted once, never live: nothing holds on to it


@pytest.mark.parametrize("name", CLIENTS)
def test_lesson_of_a_closed_submission_is_deleted_and_its_title_kept(sent_back, request, name):
    lesson = lesson_of(sent_back)
    delete(request.getfixturevalue(name), lesson)
    assert not exists(lesson)
    item = CourseReleaseItem.objects.get(title=lesson.title)
    assert (item.page, item.revision) == (None, None)


def test_lesson_of_a_closed_submission_is_deleted_in_bulk(sent_back, admin_client):
    lesson = lesson_of(sent_back)
    assert said(bulk(admin_client, "delete", lesson)) == ["1 page has been deleted"]
    assert not exists(lesson)


def test_course_that_was_never_live_is_deleted_with_its_submissions(sent_back, admin_client):
    response = delete(admin_client, sent_back)
    assert said(response) == [f"Page &#x27;{sent_back.title}&#x27; deleted."]
    assert not CourseRelease.objects.exists()
    assert not LessonPage.objects.exists()


def test_courses_are_deleted_in_bulk_with_their_submissions(sent_back, elsewhere, admin_client):
    bulk(admin_client, "delete", sent_back, elsewhere)
    assert not CoursePage.objects.exists()


def test_catalogue_is_deleted_with_submissions_that_were_never_live(
    sent_back, index, home, admin_client
):
    delete(admin_client, index)
    assert not CoursePage.objects.exists()
    assert exists(home)


def test_catalogue_with_an_earlier_release_stays(published_course, index, admin_client):
    delete(admin_client, index)
    bulk(admin_client, "delete", index)
    assert exists(published_course)


def test_revisions_of_submissions_outlive_a_purge(sent_back):
    admin_actions.edit(lesson_of(sent_back), title="Newer")
    assert purge_revisions()[1] > 0
    assert not CourseReleaseItem.objects.filter(revision=None).exists()
