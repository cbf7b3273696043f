"""Errors: what cannot go live, each with the place to mend it."""

import pytest

from courses.release.changes import Changes
from courses.release.findings import Finding, collect_findings
from courses.tests import factories

from . import admin_actions
from .readiness_drafts import body, draft, finding_rows, lessons_of

pytestmark = pytest.mark.django_db


def test_complete_course_has_no_findings(draft_course):
    assert collect_findings(Changes(draft_course)) == []


def test_changed_lesson_that_is_complete_has_no_findings(published_course):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Better")
    assert collect_findings(Changes(published_course)) == []


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (("image", {"image": None, "caption": "", "link": ""}), "Image block: Choose an image."),
        (
            ("image", {"image": {"image": 0, "alt_text": "x", "decorative": False}}),
            "Image block: Choose an image.",
        ),
        (("download", {"document": None, "title": ""}), "Download block: Choose a file."),
        (("video", {"video": 0, "caption": ""}), "Video block: Choose a video."),
        (("text", ""), "Text block: Write something, or delete the block."),
        (
            ("text", '<p data-block-key="a"></p>'),
            "Text block: Write something, or delete the block.",
        ),
        (("text", "<p> \xa0</p>"), "Text block: Write something, or delete the block."),
        (("heading", {"text": "", "level": "h2"}), "Heading block: Fill in “Heading”."),
        (("code", {"code": ""}), "Code block: Fill in “Code”."),
        (
            ("embed", {"provider": "youtube", "video_id": "", "title": ""}),
            "YouTube or Vimeo block: Fill in “Video”. Fill in “Title”.",
        ),
        (
            ("embed", {"provider": "vimeo", "video_id": "no id", "title": "x"}),
            "YouTube or Vimeo block: Video: This is neither an id nor the address of one video "
            "on this service.",
        ),
        (
            ("callout", {"kind": "note", "title": "", "body": []}),
            "Callout block: Fill in “Content”.",
        ),
    ],
)
def test_empty_block_is_an_error_with_instructions(draft_course, block, message):
    lesson = lessons_of(draft_course)[0]
    admin_actions.edit_lesson(lesson, body=body(block))
    expected = Finding("block", lesson.pk, lesson.title, message, f"id-{block[0]}")
    assert collect_findings(Changes(draft_course)) == [expected]


def test_blocks_that_are_filled_in_are_no_errors(draft_course):
    code = {"language": "python", "code": "1", "caption": ""}
    embed = {"provider": "vimeo", "video_id": "123456", "title": "x"}
    callout = {"kind": "note", "title": "", "body": body(("text", "<p>x</p>"))}
    table = {
        "caption": "",
        "columns": [{"type": "text", "heading": ""}],
        "rows": [{"values": [""]}],
    }
    blocks = [("code", code), ("embed", embed), ("callout", callout), ("table", table)]
    admin_actions.edit_lesson(lessons_of(draft_course)[0], body=body(*blocks, ("text", "<hr/>")))
    assert collect_findings(Changes(draft_course)) == []


def test_error_inside_containers_is_reported_once_at_the_innermost_block(draft_course):
    lesson = lessons_of(draft_course)[0]
    accordion = {"title": "Solution", "body": body(("code", {"code": ""}))}
    callout = {"kind": "note", "title": "", "body": body(("accordion", accordion))}
    admin_actions.edit_lesson(lesson, body=body(("callout", callout)))
    expected = Finding("block", lesson.pk, lesson.title, "Code block: Fill in “Code”.", "id-code")
    assert collect_findings(Changes(draft_course)) == [expected]


def test_errors_of_a_container_and_its_content_are_reported_separately(draft_course):
    accordion = {"title": "", "body": body(("code", {"code": ""}))}
    admin_actions.edit_lesson(lessons_of(draft_course)[0], body=body(("accordion", accordion)))
    findings = collect_findings(Changes(draft_course))
    assert [(finding.place, finding.message) for finding in findings] == [
        ("id-accordion", "Accordion block: Fill in “Title”."),
        ("id-code", "Code block: Fill in “Code”."),
    ]


def test_fields_of_a_lesson_are_checked_as_for_publication(draft_course):
    lesson = lessons_of(draft_course)[0]
    admin_actions.edit_lesson(lesson, title="", minutes=0)
    expected = [
        ("field", "title", "Title: fill this in."),
        ("field", "minutes", "Minutes: Ensure this value is greater than or equal to 1."),
    ]
    findings = collect_findings(Changes(draft_course))
    assert [(finding.code, finding.place, finding.message) for finding in findings] == expected


def test_incomplete_unplaced_lesson_is_no_error(published_course):
    factories.lesson(published_course, live=False, body=body(("text", "")))
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Better")
    assert collect_findings(Changes(published_course)) == []


def test_missing_summary_and_category_are_reported_once_each(draft_course):
    draft(draft_course, summary="", category=None)
    findings = collect_findings(Changes(draft_course))
    assert [
        (finding.code, finding.place, finding.message, finding.waivable) for finding in findings
    ] == [
        ("field", "summary", "Summary: fill this in.", False),
        ("field", "category", "Category: choose one.", False),
    ]


def test_course_slug_of_another_course_is_an_error(draft_course, index):
    other = factories.course(index)
    draft(draft_course, slug=other.slug)
    (finding,) = collect_findings(Changes(draft_course))
    assert (finding.code, finding.place, finding.waivable) == ("field", "slug", False)
    assert other.slug in finding.message


def test_empty_outcome_is_an_error(draft_course):
    draft(draft_course, outcomes=[{"type": "item", "value": "", "id": "id-item"}])
    assert finding_rows(draft_course) == [
        ("block", draft_course.title, "Item block: Fill in “Item”.")
    ]
