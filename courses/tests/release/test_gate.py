"""The publication gate: what learners are owed, and what an editor may waive."""

import pytest

from courses.release.changes import Changes
from courses.release.findings import collect_findings
from media.models import VideoTrack

from .gate_drafts import (
    draft,
    findings,
    first_lesson,
    heading,
    image,
    video,
    with_ids,
    write_lesson,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("alt_text", "decorative", "codes"),
    [
        ("A bench.", False, []),
        ("", True, []),
        ("", False, ["image-alt"]),
        ("  ", False, ["image-alt"]),
    ],
)
def test_image_needs_alt_text_unless_it_is_decorative(draft_course, alt_text, decorative, codes):
    write_lesson(first_lesson(draft_course), image(alt_text, decorative=decorative))
    assert [code for code, *_rest in findings(draft_course)] == codes


def test_image_without_alt_text_is_reported_with_its_block(draft_course):
    lesson = first_lesson(draft_course)
    callout = {"kind": "note", "title": "", "body": with_ids([image("")])}
    write_lesson(lesson, image("A bench."), ("callout", callout), image(""))
    (inner, outer) = collect_findings(Changes(draft_course))
    assert (inner.code, inner.page_id, inner.place) == ("image-alt", lesson.pk, "image-1")
    assert (outer.code, outer.page_id, outer.place) == ("image-alt", lesson.pk, "image-3")
    expected = "Image block: describe what “Workbench” shows, or mark it as decorative."
    assert inner.message == expected


def test_empty_lesson_is_reported(draft_course):
    lesson = first_lesson(draft_course)
    write_lesson(lesson)
    assert findings(draft_course) == [("lesson-empty", lesson.title, "body")]


def test_video_with_captions_and_transcript_passes(draft_course):
    write_lesson(first_lesson(draft_course), ("video", {"video": video().pk, "caption": ""}))
    draft(draft_course, featured_video=video())
    assert findings(draft_course) == []


def test_video_without_captions_and_transcript_is_reported(draft_course):
    lesson = first_lesson(draft_course)
    video_object = video(captions=False, transcript=" ")
    VideoTrack.objects.create(video=video_object, file="c.vtt", kind=VideoTrack.Kind.CHAPTERS)
    write_lesson(lesson, ("video", {"video": video_object.pk, "caption": ""}))
    assert findings(draft_course) == [
        ("video-captions", lesson.title, "video-1"),
        ("video-transcript", lesson.title, "video-1"),
    ]


@pytest.mark.parametrize("status", ["uploading", "processing", "failed"])
def test_video_that_is_not_processed_is_not_ready(draft_course, status):
    lesson = first_lesson(draft_course)
    write_lesson(lesson, ("video", {"video": video(status=status).pk, "caption": ""}))
    assert findings(draft_course) == [("video-not-ready", lesson.title, "video-1")]


def test_featured_video_needs_captions_too(draft_course):
    draft(draft_course, featured_video=video(captions=False))
    expected = [("video-captions", draft_course.title, "featured_video")]
    assert findings(draft_course) == expected


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        ([heading("h2"), heading("h3"), heading("h4"), heading("h2")], None),
        ([heading("h3")], "heading-1"),
        ([heading("h2"), heading("h4")], "heading-2"),
        ([heading("h2"), heading("h3"), heading("h2"), heading("h4")], "heading-4"),
        ([("text", "<h2>One</h2><h3>Two</h3><h4>Three</h4>")], None),
        ([("text", "<p>One</p><h3>Two</h3>")], "text-1"),
        ([heading("h2"), ("text", "<h4>Two</h4>")], "text-2"),
        ([("text", "<h2>One</h2>"), heading("h4")], "heading-2"),
        ([("text", "<h2>One</h2><h3> </h3><h4>Two</h4>")], "text-1"),
        ([("text", "<h3>One</h3><h2>Two</h2><h4>Three</h4>")], "text-1"),
    ],
)
def test_headings_go_down_one_step_at_a_time(draft_course, blocks, place):
    lesson = first_lesson(draft_course)
    write_lesson(lesson, *blocks)
    expected = [("heading-skipped", lesson.title, place)] if place else []
    assert findings(draft_course) == expected


def test_headings_are_read_through_containers(draft_course):
    lesson = first_lesson(draft_course)
    inner = with_ids([("text", "<h4>Inside</h4>")])
    write_lesson(lesson, heading("h2"), ("accordion", {"title": "More", "body": inner}))
    assert findings(draft_course) == [("heading-skipped", lesson.title, "text-1")]


def test_skipped_heading_is_reported_with_the_right_level(draft_course):
    write_lesson(first_lesson(draft_course), heading("h2", "Ends"), heading("h4", "Means"))
    (finding,) = collect_findings(Changes(draft_course))
    assert finding.message == (
        "The heading “Means” is of level 4, but the one before it is of level 2. Make it level 3."
    )
