"""What a release does, through the pages people use."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.models.exceptions import CourseRefusal
from courses.release.changes import Changes
from courses.tests import factories
from courses.tests.forms import lesson_form

from . import admin_actions

Status = CourseRelease.Status


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def statuses(course: CoursePage) -> list[str]:
    return list(course.releases.order_by("pk").values_list("status", flat=True))


def test_first_publication_shows_course_and_lessons_at_once(
    draft_course, instructor_client, editor_client, client
):
    assert client.get(draft_course.url).status_code == 404
    admin_actions.submit(instructor_client, draft_course)
    assert client.get(draft_course.url).status_code == 404
    admin_actions.approve(editor_client, draft_course)
    assert client.get(draft_course.url).status_code == 200
    assert len(admin_actions.titles(draft_course)) == 3
    release = draft_course.releases.get()
    assert (release.status, release.number) == (Status.PUBLISHED, 1)
    assert release.published_at is not None


def test_changed_new_removed_and_reordered_lessons_go_live_together(
    published_course, instructor_client, editor_client
):
    one, two, three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.edit_lesson(one, title="One, again")
    admin_actions.arrange_curriculum(published_course, "Part", new_lesson, three, one)
    before = admin_actions.titles(published_course)
    admin_actions.submit(instructor_client, published_course)
    assert admin_actions.titles(published_course) == before
    admin_actions.approve(editor_client, published_course)
    assert admin_actions.titles(published_course) == ["Brand new", three.title, "One, again"]
    two.refresh_from_db()
    assert not two.live
    items = published_course.releases.get(number=2).items.filter(position__isnull=False)
    assert list(items.values_list("title", "kind", "moved")) == [
        ("Brand new", "new", False),
        (three.title, "unchanged", True),
        ("One, again", "changed", False),
    ]


def test_failure_in_a_lesson_rolls_everything_back(
    published_course, instructor_client, editor_client
):
    one, two, three = published_course.outline.lessons
    for lesson in (one, two, three):
        admin_actions.edit_lesson(lesson, title=f"New {lesson.title}")
    admin_actions.submit(instructor_client, published_course)
    before = admin_actions.titles(published_course)
    with admin_actions.publishing_fails_at(two):
        response = admin_actions.approve(
            editor_client, published_course, comment="Well done.", follow=True
        )
    assert response.status_code == 200
    assert f"“New {two.title}” could not be published" in response.content.decode()
    assert "Well done." in response.content.decode()
    assert admin_actions.titles(published_course) == before
    assert published_course.releases.first().status == Status.IN_REVIEW
    assert published_course.workflow_in_progress
    admin_actions.approve(editor_client, published_course)
    assert admin_actions.titles(published_course) == [
        f"New {lesson.title}" for lesson in (one, two, three)
    ]


def test_lesson_with_an_empty_block_is_refused(published_course, instructor_client):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, body=[("heading", {"text": "", "level": "h2"})])
    response = admin_actions.submit(instructor_client, published_course)
    assert [(error.code, error.page_id) for error in response.context["errors"]] == [
        ("block", lesson.pk)
    ]
    assert statuses(published_course) == [Status.PUBLISHED]


def test_lesson_that_became_incomplete_in_review_is_refused(
    published_course, instructor_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Fine")
    admin_actions.submit(instructor_client, published_course)
    admin_actions.edit_lesson(lesson, body=[("heading", {"text": "", "level": "h2"})])
    admin_actions.approve(editor_client, published_course)
    assert statuses(published_course) == [Status.PUBLISHED, Status.IN_REVIEW]
    lesson.refresh_from_db()
    assert lesson.title != "Fine"


def test_edit_by_a_reviewer_makes_the_review_stale(
    published_course, instructor_client, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Almost")
    admin_actions.submit(instructor_client, published_course)
    fingerprint = Changes(published_course).fingerprint
    editor_client.post(edit_url(lesson), lesson_form(lesson, title="Mended"))
    response = admin_actions.approve(
        editor_client, published_course, fingerprint=fingerprint, comment="Good.", follow=True
    )
    assert "has changed since you opened this page" in response.content.decode()
    assert "Good." in response.content.decode()
    assert admin_actions.titles(published_course)[0] == lesson.title
    admin_actions.approve(editor_client, published_course)
    assert admin_actions.titles(published_course)[0] == "Mended"


def test_rejection_leaves_the_live_course_unchanged(
    published_course, instructor_client, editor_client, client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Refused")
    admin_actions.submit(instructor_client, published_course)
    admin_actions.request_changes(editor_client, published_course, comment="Say more.")
    assert admin_actions.titles(published_course)[0] == lesson.title
    release = published_course.releases.first()
    assert (release.status, release.review_comment) == (Status.CHANGES_REQUESTED, "Say more.")
    assert "Refused" not in client.get(published_course.url).content.decode()


def test_resubmission_is_a_release_of_its_own(published_course, instructor_client, editor_client):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Once")
    admin_actions.submit(instructor_client, published_course)
    admin_actions.request_changes(editor_client, published_course)
    admin_actions.edit_lesson(lesson, title="Twice")
    admin_actions.submit(instructor_client, published_course)
    admin_actions.approve(editor_client, published_course)
    assert statuses(published_course) == [
        Status.PUBLISHED,
        Status.CHANGES_REQUESTED,
        Status.PUBLISHED,
    ]
    assert admin_actions.titles(published_course)[0] == "Twice"


def test_course_in_review_is_not_published_by_other_views(
    published_course, instructor_client, editor_client, admin_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Early")
    admin_actions.submit(instructor_client, published_course)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for client in (editor_client, admin_client):
        client.post(edit_url(lesson), lesson_form(lesson, title="Early") | {"action-publish": "1"})
        client.post(f"{bulk}?id={lesson.pk}&id={published_course.pk}", {"include_descendants": 1})
    with pytest.raises(CourseRefusal, match="in review"):
        CoursePage.objects.get(pk=published_course.pk).get_latest_revision().publish()
    assert admin_actions.titles(published_course)[0] == lesson.title


def test_withdrawn_course_keeps_its_changes(published_course, instructor_client):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Later")
    admin_actions.submit(instructor_client, published_course)
    instructor_client.post(reverse("courses_admin:withdraw", args=[published_course.pk]))
    assert statuses(published_course) == [Status.PUBLISHED, Status.CANCELLED]
    assert not published_course.workflow_in_progress
    assert Changes(published_course).count == 1


def test_lesson_in_review_is_neither_moved_nor_deleted(
    published_course, index, instructor_client, editor_client, admin_client
):
    lesson = published_course.outline.lessons[0]
    other = factories.course(index, lessons=1)
    draft = factories.lesson(published_course, live=False)
    admin_actions.arrange_curriculum(published_course, "Part", lesson, draft)
    admin_actions.submit(instructor_client, published_course)
    assert published_course.workflow_in_progress
    for client in (instructor_client, editor_client, admin_client):
        for page in (lesson, draft):
            client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
            client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]), {})
    children = LessonPage.objects.below(published_course)
    assert {lesson.pk, draft.pk} <= set(children.values_list("pk", flat=True))


def test_lessons_of_an_unpublished_course_are_not_found(published_course, editor_client, client):
    lesson = published_course.outline.lessons[0]
    assert client.get(lesson.url).status_code in (200, 302)
    editor_client.post(reverse("wagtailadmin_pages:unpublish", args=[published_course.pk]))
    assert client.get(published_course.url).status_code == 404
    assert client.get(lesson.url).status_code == 404


def test_earlier_release_is_restored(published_course, instructor_client, editor_client):
    one, two, three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.edit_lesson(one, title="Worse")
    admin_actions.arrange_curriculum(published_course, "Part", new_lesson, one, three)
    admin_actions.submit(instructor_client, published_course)
    admin_actions.approve(editor_client, published_course)
    first = published_course.releases.get(number=1)
    editor_client.post(reverse("courses_admin:restore", args=[first.pk]))
    assert admin_actions.titles(published_course) == [one.title, two.title, three.title]
    new_lesson.refresh_from_db()
    assert not new_lesson.live
    restored = published_course.releases.get(number=3)
    assert restored.restored_from == first
    draft = LessonPage.objects.get(pk=one.pk).get_latest_revision_as_object()
    assert draft.title == "Worse"


def test_numbers_go_up_by_one_for_each_edition(published_course, instructor_client, editor_client):
    lesson = published_course.outline.lessons[0]
    for number in (2, 3):
        admin_actions.edit_lesson(lesson, title=f"Edition {number}")
        admin_actions.submit(instructor_client, published_course)
        admin_actions.approve(editor_client, published_course)
    numbers = published_course.releases.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]
    assert published_course.releases.filter(published_at__gt=timezone.now()).count() == 0
