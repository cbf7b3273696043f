"""The publication gate: dead links, what a course tells, and waiving."""

import pytest
from wagtail.models import Page

from courses.models import CoursePage, LessonPage
from courses.models.exceptions import CourseRefusal
from courses.release.changes import Changes
from courses.release.exceptions import NotReadyRefusal
from courses.release.findings import collect_findings, unwaived_findings
from courses.release.review import approve, waive
from courses.release.submission import submit, withdraw
from courses.tests import factories

from . import admin_actions
from .gate_drafts import (
    document,
    draft,
    findings,
    first_lesson,
    heading,
    image,
    text,
    video,
    with_ids,
    write_lesson,
)

pytestmark = pytest.mark.django_db


def test_links_to_public_pages_and_files_pass(draft_course, index, home):
    other = factories.course(index).outline.lessons[0]
    second = LessonPage.objects.below(draft_course).last()
    targets = [text(page) for page in (home, other, second, draft_course)]
    write_lesson(first_lesson(draft_course), *targets, text(document(), "document"))
    draft(draft_course, description=text(second)[1])
    assert findings(draft_course) == []


@pytest.mark.parametrize("container", ["text", "table", "callout", "accordion"])
def test_link_to_an_unpublished_page_is_dead_in_every_block(draft_course, home, container):
    lesson = first_lesson(draft_course)
    hidden_page = home.add_child(instance=Page(title="Hidden", live=False))
    kind, html = text(hidden_page)
    inner = with_ids([(kind, html)])
    table = {
        "caption": "",
        "columns": [{"type": "text", "heading": "A"}, {"type": "text", "heading": "B"}],
        "rows": [{"values": ["", html]}],
    }
    block, place = {
        "text": ((kind, html), "text-1"),
        "table": (("table", table), "table-1"),
        "callout": (("callout", {"kind": "note", "title": "", "body": inner}), "text-1"),
        "accordion": (("accordion", {"title": "More", "body": inner}), "text-1"),
    }[container]
    write_lesson(lesson, block)
    assert findings(draft_course) == [(f"dead-link-page-{hidden_page.pk}", lesson.title, place)]


def test_dead_link_is_reported_with_its_text(draft_course, home):
    hidden_page = home.add_child(instance=Page(title="Hidden", live=False))
    write_lesson(first_lesson(draft_course), text(hidden_page))
    (finding,) = collect_findings(Changes(draft_course))
    assert finding.message == (
        "The link “that one” leads to a page that is not published. Change the link, or remove it."
    )


def test_dead_links_in_the_description_of_the_course_are_reported(draft_course, home):
    hidden_page = home.add_child(instance=Page(title="Hidden", live=False))
    draft(draft_course, description=text(hidden_page)[1])
    expected = [(f"dead-link-page-{hidden_page.pk}", draft_course.title, "description")]
    assert findings(draft_course) == expected


def test_links_to_what_was_deleted_are_dead(draft_course, home):
    lesson = first_lesson(draft_course)
    page, file = home.add_child(instance=Page(title="Gone")), document()
    write_lesson(lesson, text(page), text(page), text(file, "document"))
    page_id, file_id = page.pk, file.pk
    page.delete()
    file.delete()
    assert findings(draft_course) == [
        (f"dead-link-page-{page_id}", lesson.title, "text-1"),
        (f"dead-link-page-{page_id}", lesson.title, "text-2"),
        (f"dead-link-document-{file_id}", lesson.title, "text-3"),
    ]


def test_link_without_an_id_is_dead(draft_course):
    broken = ("text", '<a linktype="page" id="x">one</a> <a linktype="document">two</a>')
    write_lesson(first_lesson(draft_course), broken)
    codes = [code for code, *_rest in findings(draft_course)]
    assert codes == ["dead-link-page-x", "dead-link-document-"]


def test_link_to_a_lesson_of_an_unpublished_course_is_dead(draft_course, index):
    unpublished_course = factories.course(index)
    target = unpublished_course.outline.lessons[0]
    write_lesson(first_lesson(draft_course), text(target))
    assert findings(draft_course) == []
    CoursePage.objects.get(pk=unpublished_course.pk).unpublish()
    target.refresh_from_db()
    assert target.live
    (code, *_rest), *others = findings(draft_course)
    assert (code, others) == (f"dead-link-page-{target.pk}", [])


def test_link_to_an_unplaced_draft_is_dead(published_course):
    lesson = first_lesson(published_course)
    unplaced = factories.lesson(published_course, live=False)
    write_lesson(lesson, text(unplaced))
    expected = [(f"dead-link-page-{unplaced.pk}", lesson.title, "text-1")]
    assert findings(published_course) == expected
    admin_actions.arrange_curriculum(
        published_course, "Part", *published_course.outline.lessons, unplaced
    )
    assert findings(published_course) == []


def test_changed_lesson_that_links_to_a_removed_one_is_reported(published_course):
    first, second, third = published_course.outline.lessons
    write_lesson(first, text(second))
    assert findings(published_course) == []
    admin_actions.arrange_curriculum(published_course, "Part", first, third)
    expected = [(f"dead-link-page-{second.pk}", first.title, "text-1")]
    assert findings(published_course) == expected


def test_unchanged_lesson_that_links_to_a_removed_one_is_reported(published_course):
    first, second, third = published_course.outline.lessons
    content = with_ids([text(second)])
    content[0]["id"] = "11111111-1111-4111-8111-111111111111"
    first.body = with_ids([("accordion", {"title": "More", "body": content}), text(third)])
    first.save_revision().publish()
    admin_actions.arrange_curriculum(published_course, "Part", first, third)
    changes = Changes(published_course)
    assert [row.kind for row in changes.lesson_rows] == ["unchanged", "unchanged", "removed"]
    (finding,) = collect_findings(changes)
    assert (finding.code, finding.page_id) == (f"dead-link-page-{second.pk}", first.pk)
    assert finding.place == "11111111-1111-4111-8111-111111111111"
    assert finding.waivable
    assert finding.message.startswith(f"This lesson links to “{second.title}”, which this release")


def test_unchanged_lessons_are_not_checked_again(published_course):
    first, second, third = published_course.outline.lessons
    LessonPage.objects.filter(pk=second.pk).update(body=with_ids([image(""), heading("h4")]))
    admin_actions.edit_lesson(first, title="Better")
    assert findings(published_course) == []


@pytest.mark.parametrize(
    ("fields", "code", "place"),
    [
        ({"outcomes": []}, "outcomes", "outcomes"),
        ({"thumbnail": None}, "thumbnail", "thumbnail"),
        ({"thumbnail_alt": " "}, "thumbnail-alt", "thumbnail_alt"),
    ],
)
def test_course_needs_outcomes_and_thumbnail(draft_course, fields, code, place):
    draft(draft_course, **fields)
    assert findings(draft_course) == [(code, draft_course.title, place)]


def test_unchanged_course_is_checked_with_its_lessons(published_course):
    CoursePage.objects.filter(pk=published_course.pk).update(thumbnail_alt="")
    revision = CoursePage.objects.get(pk=published_course.pk).live_revision
    revision.content["thumbnail_alt"] = ""
    revision.save()
    admin_actions.edit_lesson(first_lesson(published_course), title="Better")
    assert findings(published_course) == [
        ("thumbnail-alt", published_course.title, "thumbnail_alt")
    ]


def test_course_needs_a_section(draft_course):
    admin_actions.arrange_curriculum(draft_course, *LessonPage.objects.below(draft_course))
    assert findings(draft_course) == [("section", draft_course.title, "curriculum")]


def test_first_section_needs_a_lesson(draft_course):
    admin_actions.arrange_curriculum(
        draft_course, "Nothing yet", "Part", *LessonPage.objects.below(draft_course)
    )
    (finding,) = collect_findings(Changes(draft_course))
    block = Changes(draft_course).draft.curriculum[0]
    assert (finding.code, finding.place) == ("section-empty", block.id)


def test_later_section_may_be_empty(draft_course):
    admin_actions.arrange_curriculum(
        draft_course, "Part", *LessonPage.objects.below(draft_course), "Later"
    )
    assert findings(draft_course) == []


def test_submission_despite_findings_is_approved_once_they_are_waived(
    draft_course, instructor, editor
):
    write_lesson(first_lesson(draft_course), image(""), image(""))
    with pytest.raises(NotReadyRefusal):
        submit(draft_course, by=instructor)
    release = submit(draft_course, by=instructor, despite_findings=True)
    first, second = collect_findings(Changes(draft_course))
    waive(draft_course, first, by=editor, reason="It is a border.")
    assert unwaived_findings([first, second], release) == [second]
    fingerprint = Changes(draft_course).fingerprint
    with pytest.raises(NotReadyRefusal) as refusal:
        approve(draft_course, by=editor, fingerprint=fingerprint)
    assert refusal.value.findings == [second]
    waive(draft_course, second, by=editor, reason="This one too.")
    approve(draft_course, by=editor, fingerprint=fingerprint)
    draft_course.refresh_from_db()
    assert draft_course.live


def test_waiver_is_for_one_thing_in_one_place_of_one_page(draft_course, instructor, editor):
    first, second, _third = LessonPage.objects.below(draft_course)
    write_lesson(first, image(""), ("video", {"video": video(captions=False).pk, "caption": ""}))
    write_lesson(second, image(""))
    release = submit(draft_course, by=instructor, despite_findings=True)
    picture, captions, other_page = collect_findings(Changes(draft_course))
    waive(draft_course, picture, by=editor, reason="It is a border.")
    findings = collect_findings(Changes(draft_course))
    assert unwaived_findings(findings, release) == [captions, other_page]


def test_waiver_of_a_dead_link_does_not_cover_the_next(draft_course, instructor, editor, home):
    lesson = first_lesson(draft_course)
    one, two = (
        home.add_child(instance=Page(title=f"Hidden {number}", live=False)) for number in "12"
    )
    write_lesson(lesson, text(one))
    release = submit(draft_course, by=instructor, despite_findings=True)
    finding = collect_findings(Changes(draft_course))[0]
    waive(draft_course, finding, by=editor, reason="Comes on Monday.")
    write_lesson(lesson, ("text", text(one)[1] + text(two)[1]))
    remaining = unwaived_findings(collect_findings(Changes(draft_course)), release)
    assert [finding.code for finding in remaining] == [f"dead-link-page-{two.pk}"]


def test_waiver_is_carried_to_the_next_submission(draft_course, instructor, editor):
    write_lesson(first_lesson(draft_course), image(""))
    submit(draft_course, by=instructor, despite_findings=True)
    (finding,) = collect_findings(Changes(draft_course))
    waive(draft_course, finding, by=editor, reason="It is a border.")
    withdraw(draft_course, by=instructor)
    second_release = submit(draft_course, by=instructor, despite_findings=True)
    assert unwaived_findings(collect_findings(Changes(draft_course)), second_release) == []


def test_carried_waiver_keeps_its_editor_and_its_time(draft_course, instructor, editor):
    write_lesson(first_lesson(draft_course), image(""))
    submit(draft_course, by=instructor, despite_findings=True)
    (finding,) = collect_findings(Changes(draft_course))
    waiver = waive(draft_course, finding, by=editor, reason="It is a border.")
    withdraw(draft_course, by=instructor)
    carried_waiver = submit(draft_course, by=instructor, despite_findings=True).waivers.get()
    assert carried_waiver != waiver
    assert (carried_waiver.by, carried_waiver.at, carried_waiver.reason) == (
        editor,
        waiver.at,
        "It is a border.",
    )


def test_error_cannot_be_waived(draft_course, instructor, editor):
    submit(draft_course, by=instructor)
    write_lesson(first_lesson(draft_course), ("text", ""))
    (finding,) = collect_findings(Changes(draft_course))
    with pytest.raises(CourseRefusal, match="has to be fixed"):
        waive(draft_course, finding, by=editor, reason="Never mind.")
