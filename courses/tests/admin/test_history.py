"""The releases of a course, and making an earlier one live again."""

import pytest
from django.urls import reverse

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.release.archiving import archive
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import INSTRUCTORS
from courses.tests import factories
from courses.tests.counting import queries_of_page
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import client_of, person

from .messages import said


def url(name: str, pk: int) -> str:
    return reverse(f"courses_admin:{name}", args=[pk])


def released(course, instructor, editor, **decision) -> CourseRelease:
    submit(course, by=instructor, comment="Have a look.")
    seen = Changes(course).fingerprint
    return approve(course, by=editor, fingerprint=seen, comment="Well done.", **decision)


@pytest.fixture
@cached_fixture
def second(published_course, instructor, editor) -> CourseRelease:
    """A second release: one lesson changed, one new, one removed."""
    one, two, _three = published_course.outline.lessons
    new = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.edit(one, title="Renamed")
    admin_actions.arrange(published_course, "Part", one, two, new)
    return released(published_course, instructor, editor, note="Two parts are one.")


@pytest.fixture
def first(second) -> CourseRelease:
    return second.course.releases.get(number=1)


def test_history_lists_releases_newest_first(instructor_client, second, first):
    response = instructor_client.get(url("history", second.course_id))
    assert list(response.context["releases"]) == [second, first]
    assert [each.is_live for each in response.context["releases"]] == [True, False]
    assert [each.change_count for each in response.context["releases"]] == [4, 4]
    html = response.content.decode()
    assert [text in html for text in ("Release 2", "Two parts are one.", "by editor")] == [True] * 3


def test_history_of_a_new_course_says_what_will_be_there(instructor_client, draft_course):
    html = instructor_client.get(url("history", draft_course.pk)).content.decode()
    assert "Nothing was submitted yet." in html


def test_only_editors_are_offered_to_restore(instructor_client, editor_client, second, first):
    def offers(client, release) -> bool:
        html = client.get(url("history", second.course_id)).content.decode()
        return url("restore", release.pk) in html

    assert [offers(editor_client, each) for each in (first, second)] == [True, False]
    assert not offers(instructor_client, first)


def test_release_tells_what_changed_lesson_by_lesson(instructor_client, second):
    response = instructor_client.get(url("release", second.pk))
    items = response.context["items"]
    course, *lessons = [(item.title, item.kind) for item in items]
    assert course == (second.course.title, "changed")
    assert [kind for _title, kind in lessons] == ["changed", "new", "removed"]
    assert [title for title, _kind in lessons][:2] == ["Renamed", "Brand new"]
    assert response.context["unchanged"] == 1
    html = response.content.decode()
    for text in ("Have a look.", "Well done.", "Two parts are one.", "1 page stayed as it was."):
        assert text in html, text


def test_changed_pages_are_compared_with_the_release_before(editor_client, second, first):
    items = editor_client.get(url("release", second.pk)).context["items"]
    before = dict(first.items.values_list("page_id", "revision_id"))
    course, renamed, new, _removed = items
    assert renamed.revision_before == before[renamed.page_id]
    assert (course.revision_before, new.revision_before) == (before[course.page_id], None)
    args = [renamed.page_id, renamed.revision_before, renamed.revision_id]
    compare = reverse("wagtailadmin_pages:revisions_compare", args=args)
    html = editor_client.get(url("release", second.pk)).content.decode()
    assert compare in html
    assert editor_client.get(compare).status_code == 200


def test_waived_findings_are_told_with_their_reason(instructor_client, second, editor):
    second.waivers.create(code="alt", message="No text <here>", reason="A decoration", by=editor)
    html = instructor_client.get(url("release", second.pk)).content.decode()
    assert "No text &lt;here&gt;" in html
    assert "A decoration" in html


def test_failed_release_is_unscheduled_by_editors(editor_client, instructor_client, second):
    CourseRelease.objects.filter(pk=second.pk).update(status="scheduled", failure="Page 3 broke.")
    unschedule = url("unschedule", second.course_id)
    shown = [
        [
            text in client.get(url("release", second.pk)).content.decode()
            for text in ("Page 3 broke.", unschedule)
        ]
        for client in (editor_client, instructor_client)
    ]
    assert shown == [[True, True], [True, False]]


def test_submission_whose_lesson_was_deleted_is_told_still(
    editor_client, published_course, instructor
):
    lesson = factories.lesson(published_course, live=False, title="Short-lived")
    kept = published_course.outline.lessons
    admin_actions.arrange(published_course, "Part", *kept, lesson)
    release = submit(published_course, by=instructor)
    admin_actions.request_changes(editor_client, published_course)
    LessonPage.objects.get(pk=lesson.pk).delete()
    html = editor_client.get(url("release", release.pk)).content.decode()
    assert "Short-lived" in html


def test_restore_is_asked_about_and_says_what_would_change(editor_client, second, first):
    response = editor_client.get(url("restore", first.pk))
    rows = {(row.title, row.kind.value) for row in response.context["rows"]}
    gone, back = "Brand new", first.items.get(position=3).title
    renamed = first.items.get(position=1).title
    course = second.course.title
    expected = {(course, "changed"), (renamed, "changed"), (gone, "removed"), (back, "new")}
    assert rows == expected
    assert second.course.releases.count() == 2


def test_restored_release_is_live_as_a_new_one(editor_client, second, first):
    data = {"note": "Back to the first one."}
    response = editor_client.post(url("restore", first.pk), data, follow=True)
    assert said(response) == ["The course is again what it was in release 1."]
    newest = second.course.releases.first()
    assert (newest.number, newest.restored_from, newest.note) == (3, first, data["note"])
    titles = [lesson.title for lesson in CoursePage.objects.get().outline.lessons]
    assert titles == list(
        first.items.exclude(position=None).order_by("position").values_list("title", flat=True)
    )


def test_refused_restore_says_why_and_keeps_the_note(editor_client, second, first, instructor):
    admin_actions.edit(second.course.outline.lessons[0], title="Newer")
    submit(second.course, by=instructor)
    response = editor_client.post(url("restore", first.pk), {"note": "Back, please"})
    assert said(response) == ["A release of this course is open. Decide on it first."]
    assert "Back, please" in response.content.decode()
    assert not second.course.releases.filter(restored_from=first).exists()


def test_archived_course_is_not_restored(editor, editor_client, second, first):
    archive(second.course, by=editor)
    response = editor_client.post(url("restore", first.pk), {"note": ""})
    assert said(response) == ["This course is archived. Reopen it first."]
    assert not second.course.releases.filter(restored_from=first).exists()


def test_restore_that_breaks_changes_nothing_and_says_so(editor_client, second, first):
    before = admin_actions.titles(second.course)
    lesson = first.items.get(position=1)
    with admin_actions.breaking_at(lesson.page):
        response = editor_client.post(url("restore", first.pk))
    assert "nothing was: everything is as it was before" in said(response)[0]
    assert admin_actions.titles(second.course) == before
    assert second.course.releases.count() == 2


def test_what_never_was_live_cannot_be_restored(editor_client, draft_course, instructor):
    release = submit(draft_course, by=instructor)
    for method in (editor_client.get, editor_client.post):
        assert method(url("restore", release.pk)).status_code == 404


def test_instructors_restore_nothing(instructor_client, second, first):
    assert instructor_client.get(url("restore", first.pk)).status_code == 302
    instructor_client.post(url("restore", first.pk))
    assert second.course.releases.count() == 2


def test_strangers_read_no_history(second, first):
    stranger = client_of(person("stranger", INSTRUCTORS))
    addresses = [url("history", second.course_id), url("release", first.pk)]
    assert [stranger.get(address).status_code for address in addresses] == [302, 302]


def test_history_asks_as_much_for_three_releases_as_for_one(
    editor_client, published_course, instructor, editor
):
    address = url("history", published_course.pk)
    one = queries_of_page(editor_client, address)
    for title in ("Second", "Third"):
        admin_actions.edit(published_course.outline.lessons[0], title=title)
        released(published_course, instructor, editor)
    assert queries_of_page(editor_client, address) == one


def test_long_history_is_on_several_pages(editor_client, draft_course):
    for _ in range(21):
        CourseRelease.objects.create(course=draft_course, status="cancelled")
    address = url("history", draft_course.pk)
    assert "Page 1 of 2" in editor_client.get(address).content.decode()
    assert len(editor_client.get(address, {"p": 2}).context["releases"]) == 1
    assert editor_client.get(address, {"p": "x"}).status_code == 200
