"""Who changed what of a release while it was in review: its pages say so, approval asks."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from courses.models import CoursePage, CourseRelease, CourseReviewTask, LessonPage
from courses.release.submission import submit
from courses.teams.roles import EDITORS
from courses.tests import factories
from courses.tests.admin.admin_pages import course_url, save
from courses.tests.admin.messages import message_texts
from courses.tests.counting import get_query_count

from . import admin_actions
from .conftest import client_of, person

Status = CourseRelease.Status
BY_EDITOR = "changed by <bdi>editor</bdi> since it was submitted"


@pytest.fixture
def in_review(draft_course, instructor) -> CoursePage:
    submit(draft_course, by=instructor)
    return CoursePage.objects.get(pk=draft_course.pk)


@pytest.fixture
def second(editor) -> Client:
    return client_of(person("second", EDITORS))


def lessons_of(course: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.below(course))


def review_html(client: Client, course: CoursePage) -> str:
    return client.get(course_url("review", course)).content.decode()


def changed_by(client: Client, course: CoursePage) -> dict[str, list[str]]:
    """By title, on the review page."""
    table = client.get(course_url("review", course)).context["table"]
    rows = [table_row for group in table.groups for table_row in group.rows]
    return {row.row.title: list(row.changed_by) for row in rows if row.changed_by}


def release_html(client: Client, course: CoursePage) -> str:
    url = reverse("courses_admin:release", args=[course.releases.first().pk])
    return client.get(url).content.decode()


def test_nobody_has_changed_what_was_just_submitted(in_review, editor_client):
    assert changed_by(editor_client, in_review) == {}
    assert "since it was submitted" not in review_html(editor_client, in_review)


def test_course_whose_pages_had_no_revision_names_nobody(index, instructor, editor_client):
    course = factories.complete_course(index, lessons=2)
    draft = factories.lesson(course, live=False)
    admin_actions.arrange_curriculum(course, "Part", *course.outline.lessons, draft)
    Revision.objects.for_instance(draft).delete()
    submit(course, by=User.objects.create_superuser("boss"))
    assert changed_by(editor_client, course) == {}


def test_reviewer_who_rewrites_a_lesson_is_named_on_every_page(
    in_review, editor_client, second, instructor_client
):
    lesson = lessons_of(in_review)[1]
    save(editor_client, lesson, title="Mended")
    assert changed_by(second, in_review) == {"Mended": ["editor"]}
    save(second, lesson, title="Mended twice")
    assert changed_by(second, in_review) == {"Mended twice": ["editor", "second"]}
    assert "changed by <bdi>editor, second</bdi> since" in release_html(
        instructor_client, in_review
    )
    assert (
        "changed by <bdi>editor, second</bdi> since"
        in instructor_client.get(course_url("submit", in_review)).content.decode()
    )


def test_release_names_them_for_good_and_nobody_after_its_decision(
    in_review, editor_client, instructor, instructor_client
):
    lesson = lessons_of(in_review)[0]
    save(editor_client, lesson, title="Mended")
    admin_actions.schedule(editor_client, in_review, go_live_at="2090-01-31 09:00")
    html = release_html(instructor_client, in_review)
    assert html.count(BY_EDITOR) == 1  # not the course, whose revision with the hour nobody wrote
    save(instructor_client, lesson, title="For the next one")
    assert "instructor since it" not in release_html(instructor_client, in_review)


def test_withdrawn_release_has_no_later_authors(in_review, instructor_client):
    instructor_client.post(course_url("withdraw", in_review))
    save(instructor_client, lessons_of(in_review)[0], title="Later")
    assert "since it was submitted" not in release_html(instructor_client, in_review)


def test_deleted_account_is_told_as_one(in_review, editor, editor_client, second, admin_user):
    first, other, _third = lessons_of(in_review)
    save(editor_client, first, title="Mended")
    # What is left of an account whose owner deleted it.
    User.objects.filter(pk=editor.pk).update(username="deleted-1", email="", is_active=False)
    save(second, other, title="Mended, too")
    User.objects.filter(username="second").delete()
    admin = client_of(admin_user)
    assert changed_by(admin, in_review) == {
        "Mended": ["a deleted account"],
        "Mended, too": ["a deleted account"],
    }


def test_authors_are_told_in_the_same_queries_for_one_and_three_lessons(
    in_review, editor_client, second
):
    lessons = lessons_of(in_review)
    pages = [
        course_url("review", in_review),
        reverse("courses_admin:release", args=[in_review.releases.get().pk]),
    ]
    save(editor_client, lessons[0], title="Mended")
    one = [get_query_count(second, url) for url in pages]
    for lesson in lessons[1:]:
        save(editor_client, lesson, title=f"{lesson.title}, mended")
    assert [get_query_count(second, url) for url in pages] == one


# A second pair of eyes


def test_reviewer_may_approve_what_they_mended(in_review, editor_client):
    save(editor_client, lessons_of(in_review)[0], title="Mended")
    admin_actions.approve(editor_client, in_review)
    assert CoursePage.objects.get().live


def test_step_can_ask_for_a_second_pair_of_eyes(in_review, editor_client, second):
    CourseReviewTask.objects.update(second_pair_of_eyes=True)
    save(editor_client, lessons_of(in_review)[0], title="Mended")
    page = editor_client.get(course_url("review", in_review))
    notice = page.context["approval_notice"].message
    assert notice.startswith("You changed “Mended” yourself since this was submitted")
    assert 'value="approve"' not in page.content.decode()
    assert message_texts(admin_actions.approve(editor_client, in_review, follow=True)) == [notice]
    assert in_review.releases.get().status == Status.IN_REVIEW
    admin_actions.approve(second, in_review)  # as it says
    assert CoursePage.objects.get().live


def test_after_a_resubmission_the_reviewer_may_approve_what_they_wrote_before(
    in_review, editor_client, instructor_client
):
    CourseReviewTask.objects.update(second_pair_of_eyes=True)
    save(editor_client, lessons_of(in_review)[0], title="Mended")
    admin_actions.request_changes(editor_client, in_review)  # as it says
    admin_actions.submit(instructor_client, in_review)
    admin_actions.approve(editor_client, in_review)
    assert CoursePage.objects.get().live


def test_switch_is_in_the_form_of_the_step(editor_client, home):
    task = CourseReviewTask.objects.get()
    url = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
    html = editor_client.get(url).content.decode()
    assert 'name="second_pair_of_eyes"' in html
    data = {"groups": [task.groups.get().pk], "second_pair_of_eyes": "on"}
    editor_client.post(url, data)
    assert CourseReviewTask.objects.get().second_pair_of_eyes
