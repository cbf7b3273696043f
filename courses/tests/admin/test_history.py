"""The releases of a course, and making an earlier one live again."""

import pytest
from django.urls import reverse

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.release.archiving import archive
from courses.release.changes import Changes
from courses.release.restore import NOTHING_TO_RESTORE
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import INSTRUCTORS
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import client_of, person

from .messages import message_texts


def url(name: str, pk: int) -> str:
    return reverse(f"courses_admin:{name}", args=[pk])


def make_release(course, instructor, editor, **decision) -> CourseRelease:
    submit(course, by=instructor, comment="Have a look.")
    fingerprint = Changes(course).fingerprint
    return approve(course, by=editor, fingerprint=fingerprint, comment="Well done.", **decision)


@pytest.fixture
@cached_fixture
def second_release(published_course, instructor, editor) -> CourseRelease:
    """A second release: one lesson changed, one new, one removed."""
    one, two, _three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.edit_lesson(one, title="Renamed")
    admin_actions.arrange_curriculum(published_course, "Part", one, two, new_lesson)
    return make_release(published_course, instructor, editor, note="Two parts are one.")


@pytest.fixture
def first_release(second_release) -> CourseRelease:
    return second_release.course.releases.get(number=1)


def test_history_lists_releases_newest_first(instructor_client, second_release, first_release):
    response = instructor_client.get(url("history", second_release.course_id))
    assert list(response.context["releases"]) == [second_release, first_release]
    assert [release.is_live for release in response.context["releases"]] == [True, False]
    assert [release.change_count for release in response.context["releases"]] == [4, 4]
    html = response.content.decode()
    assert [text in html for text in ("Release 2", "Two parts are one.", "by <bdi>editor")] == [
        True
    ] * 3


def test_history_of_a_new_course_shows_that_it_is_empty(instructor_client, draft_course):
    html = instructor_client.get(url("history", draft_course.pk)).content.decode()
    assert "Nothing was submitted yet." in html


def test_only_editors_have_a_restore_button(
    instructor_client, editor_client, second_release, first_release
):
    def offers(client, release) -> bool:
        html = client.get(url("history", second_release.course_id)).content.decode()
        return url("restore", release.pk) in html

    assert [offers(editor_client, release) for release in (first_release, second_release)] == [
        True,
        False,
    ]
    assert not offers(instructor_client, first_release)


def test_release_page_lists_changes_by_lesson(instructor_client, second_release):
    response = instructor_client.get(url("release", second_release.pk))
    items = response.context["items"]
    course, *lessons = [(item.title, item.kind) for item in items]
    assert course == (second_release.course.title, "changed")
    assert [kind for _title, kind in lessons] == ["changed", "new", "removed"]
    assert [title for title, _kind in lessons][:2] == ["Renamed", "Brand new"]
    assert response.context["unchanged"] == 1
    html = response.content.decode()
    for text in ("Have a look.", "Well done.", "Two parts are one.", "1 page stayed as it was."):
        assert text in html, text


def test_changed_pages_are_compared_with_the_release_before(
    editor_client, second_release, first_release
):
    items = editor_client.get(url("release", second_release.pk)).context["items"]
    before = dict(first_release.items.values_list("page_id", "revision_id"))
    course, renamed_item, new_item, _removed = items
    assert renamed_item.revision_before == before[renamed_item.page_id]
    assert (course.revision_before, new_item.revision_before) == (before[course.page_id], None)
    args = [renamed_item.page_id, renamed_item.revision_before, renamed_item.revision_id]
    compare = reverse("wagtailadmin_pages:revisions_compare", args=args)
    html = editor_client.get(url("release", second_release.pk)).content.decode()
    assert compare in html
    assert editor_client.get(compare).status_code == 200


def test_waived_findings_are_shown_with_their_reason(instructor_client, second_release, editor):
    second_release.waivers.create(
        code="alt", message="No text <here>", reason="A decoration", by=editor
    )
    html = instructor_client.get(url("release", second_release.pk)).content.decode()
    assert "No text &lt;here&gt;" in html
    assert "A decoration" in html


def test_failed_release_is_unscheduled_by_editors(editor_client, instructor_client, second_release):
    CourseRelease.objects.filter(pk=second_release.pk).update(
        status="scheduled", failure="Page 3 broke."
    )
    unschedule = url("unschedule", second_release.course_id)
    visible = [
        [
            text in client.get(url("release", second_release.pk)).content.decode()
            for text in ("Page 3 broke.", unschedule)
        ]
        for client in (editor_client, instructor_client)
    ]
    assert visible == [[True, True], [True, False]]


def test_submission_whose_lesson_was_deleted_is_still_shown(
    editor_client, published_course, instructor
):
    lesson = factories.lesson(published_course, live=False, title="Short-lived")
    lessons = published_course.outline.lessons
    admin_actions.arrange_curriculum(published_course, "Part", *lessons, lesson)
    release = submit(published_course, by=instructor)
    admin_actions.request_changes(editor_client, published_course)
    LessonPage.objects.get(pk=lesson.pk).delete()
    html = editor_client.get(url("release", release.pk)).content.decode()
    assert "Short-lived" in html


def test_restore_page_shows_what_would_change(editor_client, second_release, first_release):
    response = editor_client.get(url("restore", first_release.pk))
    rows = {(row.title, row.kind.value) for row in response.context["rows"]}
    removed_title, restored_title = "Brand new", first_release.items.get(position=3).title
    old_title = first_release.items.get(position=1).title
    course = second_release.course.title
    expected = {
        (course, "changed"),
        (old_title, "changed"),
        (removed_title, "removed"),
        (restored_title, "new"),
    }
    assert rows == expected
    assert second_release.course.releases.count() == 2


def test_restored_release_is_live_as_a_new_one(editor_client, second_release, first_release):
    data = {"note": "Back to the first one."}
    response = editor_client.post(url("restore", first_release.pk), data, follow=True)
    assert message_texts(response) == ["The course is again what it was in release 1."]
    newest = second_release.course.releases.first()
    assert (newest.number, newest.restored_from, newest.note) == (3, first_release, data["note"])
    titles = [lesson.title for lesson in CoursePage.objects.get().outline.lessons]
    assert titles == list(
        first_release.items.exclude(position=None)
        .order_by("position")
        .values_list("title", flat=True)
    )


def test_refused_restore_shows_the_reason_and_keeps_the_note(
    editor_client, second_release, first_release, instructor
):
    admin_actions.edit_lesson(second_release.course.outline.lessons[0], title="Newer")
    submit(second_release.course, by=instructor)
    response = editor_client.post(url("restore", first_release.pk), {"note": "Back, please"})
    assert message_texts(response) == ["A release of this course is open. Decide on it first."]
    assert "Back, please" in response.content.decode()
    assert not second_release.course.releases.filter(restored_from=first_release).exists()


def test_archived_course_is_not_restored(editor, editor_client, second_release, first_release):
    archive(second_release.course, by=editor)
    response = editor_client.post(url("restore", first_release.pk), {"note": ""})
    assert message_texts(response) == ["This course is archived. Reopen it first."]
    assert not second_release.course.releases.filter(restored_from=first_release).exists()


def test_a_second_press_restores_nothing_more(editor_client, second_release, first_release):
    for _press in range(2):
        response = editor_client.post(url("restore", first_release.pk), {"note": ""})
    assert message_texts(response)[-1] == NOTHING_TO_RESTORE
    assert second_release.course.releases.count() == 3


def test_failed_restore_changes_nothing_and_shows_an_error(
    editor_client, second_release, first_release
):
    before = admin_actions.titles(second_release.course)
    lesson = first_release.items.get(position=1)
    with admin_actions.publishing_fails_at(lesson.page):
        response = editor_client.post(url("restore", first_release.pk))
    assert "nothing was: everything is as it was before" in message_texts(response)[0]
    assert admin_actions.titles(second_release.course) == before
    assert second_release.course.releases.count() == 2


def test_release_that_was_never_live_cannot_be_restored(editor_client, draft_course, instructor):
    release = submit(draft_course, by=instructor)
    for method in (editor_client.get, editor_client.post):
        assert method(url("restore", release.pk)).status_code == 404


def test_instructors_cannot_restore(instructor_client, second_release, first_release):
    assert instructor_client.get(url("restore", first_release.pk)).status_code == 302
    instructor_client.post(url("restore", first_release.pk))
    assert second_release.course.releases.count() == 2


def test_instructors_of_other_courses_see_no_history(second_release, first_release):
    other_client = client_of(person("stranger", INSTRUCTORS))
    urls = [url("history", second_release.course_id), url("release", first_release.pk)]
    assert [other_client.get(path).status_code for path in urls] == [302, 302]


def test_history_takes_the_same_queries_for_one_and_three_releases(
    editor_client, published_course, instructor, editor
):
    history_url = url("history", published_course.pk)
    one = get_query_count(editor_client, history_url)
    for title in ("Second", "Third"):
        admin_actions.edit_lesson(published_course.outline.lessons[0], title=title)
        make_release(published_course, instructor, editor)
    assert get_query_count(editor_client, history_url) == one


def test_long_history_is_paginated(editor_client, draft_course):
    for _ in range(21):
        CourseRelease.objects.create(course=draft_course, status="cancelled")
    history_url = url("history", draft_course.pk)
    assert "Page 1 of 2" in editor_client.get(history_url).content.decode()
    assert len(editor_client.get(history_url, {"p": 2}).context["releases"]) == 1
    assert editor_client.get(history_url, {"p": "x"}).status_code == 200
