"""The publication gate: what learners are owed, and what an editor may waive."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Page

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.findings import find, unwaived
from courses.release.refusals import NotReady, Refused
from courses.release.review import approve, waive
from courses.release.submission import submit, withdraw
from courses.tests import factories
from media.models import CustomDocument, Video, VideoTrack

from . import acting

pytestmark = pytest.mark.django_db


def findings(course) -> list[tuple[str, str, str]]:
    found = find(Changes(course))
    assert all(each.waivable for each in found)
    return [(each.code, each.title, each.place) for each in found]


def first_lesson(course) -> LessonPage:
    return LessonPage.objects.below(course).first()


def write(lesson, *blocks) -> None:
    """A new draft of `lesson` of `blocks`, with ids that say what they are."""
    acting.edit(lesson, body=with_ids(blocks))


def with_ids(blocks) -> list[dict]:
    return [
        {"type": kind, "value": value, "id": f"{kind}-{number}"}
        for number, (kind, value) in enumerate(blocks, start=1)
    ]


def draft(course, **fields) -> None:
    version = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(clean=False)


def image(alt_text: str, *, decorative: bool = False) -> tuple[str, dict]:
    picture = {"image": factories.picture().pk, "alt_text": alt_text, "decorative": decorative}
    return "image", {"image": picture, "caption": "", "link": ""}


def video(*, captions: bool = True, transcript: str = "Hello.", file: str = "a.mp4") -> Video:
    made = Video.objects.create(title="Talk", file=file, transcript=transcript)
    if captions:
        VideoTrack.objects.create(video=made, file="a.vtt")
    return made


def document() -> CustomDocument:
    return CustomDocument.objects.create(title="Plan", file=ContentFile(b"x", name="plan.txt"))


def text(target, kind: str = "page") -> tuple[str, str]:
    return "text", f'<p>See <a linktype="{kind}" id="{target.pk}">that one</a>.</p>'


def heading(level: str, words: str = "Deep") -> tuple[str, dict]:
    return "heading", {"text": words, "level": level}


@pytest.mark.parametrize(
    ("alt_text", "decorative", "codes"),
    [
        ("A bench.", False, []),
        ("", True, []),
        ("", False, ["image-alt"]),
        ("  ", False, ["image-alt"]),
    ],
)
def test_image_needs_words_unless_it_is_decorative(draft_course, alt_text, decorative, codes):
    write(first_lesson(draft_course), image(alt_text, decorative=decorative))
    assert [code for code, *_rest in findings(draft_course)] == codes


def test_image_without_words_is_named_with_its_block(draft_course):
    lesson = first_lesson(draft_course)
    aside = {"kind": "note", "title": "", "body": with_ids([image("")])}
    write(lesson, image("A bench."), ("callout", aside), image(""))
    (inner, outer) = find(Changes(draft_course))
    assert (inner.code, inner.page_id, inner.place) == ("image-alt", lesson.pk, "image-1")
    assert (outer.code, outer.page_id, outer.place) == ("image-alt", lesson.pk, "image-3")
    expected = "Image block: say in words what “Workbench” shows, or mark it decorative."
    assert inner.message == expected


def test_video_with_captions_and_transcript_passes(draft_course):
    write(first_lesson(draft_course), ("video", {"video": video().pk, "caption": ""}))
    draft(draft_course, featured_video=video())
    assert findings(draft_course) == []


def test_video_lacks_captions_and_transcript(draft_course):
    lesson = first_lesson(draft_course)
    shown = video(captions=False, transcript=" ")
    VideoTrack.objects.create(video=shown, file="c.vtt", kind=VideoTrack.Kind.CHAPTERS)
    write(lesson, ("video", {"video": shown.pk, "caption": ""}))
    assert findings(draft_course) == [
        ("video-captions", lesson.title, "video-1"),
        ("video-transcript", lesson.title, "video-1"),
    ]


def test_video_without_a_file_is_not_ready(draft_course):
    lesson = first_lesson(draft_course)
    write(lesson, ("video", {"video": video(file="").pk, "caption": ""}))
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
    write(lesson, *blocks)
    expected = [("heading-skipped", lesson.title, place)] if place else []
    assert findings(draft_course) == expected


def test_headings_are_read_through_containers(draft_course):
    lesson = first_lesson(draft_course)
    inner = with_ids([("text", "<h4>Inside</h4>")])
    write(lesson, heading("h2"), ("accordion", {"title": "More", "body": inner}))
    assert findings(draft_course) == [("heading-skipped", lesson.title, "text-1")]


def test_skipped_heading_is_told_with_the_level_it_should_have(draft_course):
    write(first_lesson(draft_course), heading("h2", "Ends"), heading("h4", "Means"))
    (finding,) = find(Changes(draft_course))
    assert finding.message == (
        "The heading “Means” is of level 4, but the one before it is of level 2. Make it level 3."
    )


def test_links_to_open_pages_and_files_pass(draft_course, index, home):
    other = factories.course(index).outline.lessons[0]
    second = LessonPage.objects.below(draft_course).last()
    targets = [text(each) for each in (home, other, second, draft_course)]
    write(first_lesson(draft_course), *targets, text(document(), "document"))
    draft(draft_course, description=text(second)[1])
    assert findings(draft_course) == []


@pytest.mark.parametrize("container", ["text", "table", "callout", "accordion"])
def test_link_to_an_unpublished_page_is_dead_wherever_it_stands(draft_course, home, container):
    lesson = first_lesson(draft_course)
    hidden = home.add_child(instance=Page(title="Hidden", live=False))
    kind, html = text(hidden)
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
    write(lesson, block)
    assert findings(draft_course) == [(f"dead-link-page-{hidden.pk}", lesson.title, place)]


def test_dead_link_is_told_by_its_words(draft_course, home):
    hidden = home.add_child(instance=Page(title="Hidden", live=False))
    write(first_lesson(draft_course), text(hidden))
    (finding,) = find(Changes(draft_course))
    assert finding.message == (
        "The link “that one” leads to a page that is not published. Lead it elsewhere, or remove "
        "it."
    )


def test_dead_links_in_the_description_of_the_course(draft_course, home):
    hidden = home.add_child(instance=Page(title="Hidden", live=False))
    draft(draft_course, description=text(hidden)[1])
    expected = [(f"dead-link-page-{hidden.pk}", draft_course.title, "description")]
    assert findings(draft_course) == expected


def test_links_to_what_was_deleted_are_dead(draft_course, home):
    lesson = first_lesson(draft_course)
    page, file = home.add_child(instance=Page(title="Gone")), document()
    write(lesson, text(page), text(page), text(file, "document"))
    page_id, file_id = page.pk, file.pk
    page.delete()
    file.delete()
    assert findings(draft_course) == [
        (f"dead-link-page-{page_id}", lesson.title, "text-1"),
        (f"dead-link-page-{page_id}", lesson.title, "text-2"),
        (f"dead-link-document-{file_id}", lesson.title, "text-3"),
    ]


def test_link_without_a_number_is_dead(draft_course):
    broken = ("text", '<a linktype="page" id="x">one</a> <a linktype="document">two</a>')
    write(first_lesson(draft_course), broken)
    codes = [code for code, *_rest in findings(draft_course)]
    assert codes == ["dead-link-page-x", "dead-link-document-"]


def test_link_to_a_lesson_of_an_unpublished_course_is_dead(draft_course, index):
    closed = factories.course(index)
    target = closed.outline.lessons[0]
    write(first_lesson(draft_course), text(target))
    assert findings(draft_course) == []
    CoursePage.objects.get(pk=closed.pk).unpublish()
    target.refresh_from_db()
    assert target.live
    (code, *_rest), *more = findings(draft_course)
    assert (code, more) == (f"dead-link-page-{target.pk}", [])


def test_link_to_a_draft_that_is_not_placed_is_dead(published_course):
    lesson = first_lesson(published_course)
    unplaced = factories.lesson(published_course, live=False)
    write(lesson, text(unplaced))
    expected = [(f"dead-link-page-{unplaced.pk}", lesson.title, "text-1")]
    assert findings(published_course) == expected
    acting.arrange(published_course, "Part", *published_course.outline.lessons, unplaced)
    assert findings(published_course) == []


def test_changed_lesson_that_links_to_a_removed_one(published_course):
    first, second, third = published_course.outline.lessons
    write(first, text(second))
    assert findings(published_course) == []
    acting.arrange(published_course, "Part", first, third)
    expected = [(f"dead-link-page-{second.pk}", first.title, "text-1")]
    assert findings(published_course) == expected


def test_unchanged_lesson_that_links_to_a_removed_one(published_course):
    first, second, third = published_course.outline.lessons
    inside = with_ids([text(second)])
    inside[0]["id"] = "11111111-1111-4111-8111-111111111111"
    first.body = with_ids([("accordion", {"title": "More", "body": inside}), text(third)])
    first.save_revision().publish()
    acting.arrange(published_course, "Part", first, third)
    changes = Changes(published_course)
    assert [row.kind for row in changes.lesson_rows] == ["unchanged", "unchanged", "removed"]
    (finding,) = find(changes)
    assert (finding.code, finding.page_id) == (f"dead-link-page-{second.pk}", first.pk)
    assert finding.place == "11111111-1111-4111-8111-111111111111"
    assert finding.waivable
    assert finding.message.startswith(f"This lesson links to “{second.title}”, which this release")


def test_lessons_that_stay_are_not_read_again(published_course):
    first, second, third = published_course.outline.lessons
    LessonPage.objects.filter(pk=second.pk).update(body=with_ids([image(""), heading("h4")]))
    acting.edit(first, title="Better")
    assert findings(published_course) == []


@pytest.mark.parametrize(
    ("fields", "code", "place"),
    [
        ({"outcomes": []}, "outcomes", "outcomes"),
        ({"thumbnail": None}, "thumbnail", "thumbnail"),
        ({"thumbnail_alt": " "}, "thumbnail-alt", "thumbnail_alt"),
    ],
)
def test_course_tells_what_every_course_tells(draft_course, fields, code, place):
    draft(draft_course, **fields)
    assert findings(draft_course) == [(code, draft_course.title, place)]


def test_unchanged_course_is_looked_at_with_its_lessons(published_course):
    CoursePage.objects.filter(pk=published_course.pk).update(thumbnail_alt="")
    revision = CoursePage.objects.get(pk=published_course.pk).live_revision
    revision.content["thumbnail_alt"] = ""
    revision.save()
    acting.edit(first_lesson(published_course), title="Better")
    assert findings(published_course) == [
        ("thumbnail-alt", published_course.title, "thumbnail_alt")
    ]


def test_course_needs_a_section(draft_course):
    acting.arrange(draft_course, *LessonPage.objects.below(draft_course))
    assert findings(draft_course) == [("section", draft_course.title, "curriculum")]


def test_first_section_needs_a_lesson(draft_course):
    acting.arrange(draft_course, "Nothing yet", "Part", *LessonPage.objects.below(draft_course))
    (finding,) = find(Changes(draft_course))
    block = Changes(draft_course).draft.curriculum[0]
    assert (finding.code, finding.place) == ("section-empty", block.id)


def test_later_section_may_be_empty(draft_course):
    acting.arrange(draft_course, "Part", *LessonPage.objects.below(draft_course), "Later")
    assert findings(draft_course) == []


def test_submission_despite_findings_is_approved_once_they_are_waived(
    draft_course, instructor, editor
):
    write(first_lesson(draft_course), image(""), image(""))
    with pytest.raises(NotReady):
        submit(draft_course, by=instructor)
    release = submit(draft_course, by=instructor, despite_findings=True)
    first, second = find(Changes(draft_course))
    waive(draft_course, first, by=editor, reason="It is a border.")
    assert unwaived([first, second], release) == [second]
    seen = Changes(draft_course).fingerprint
    with pytest.raises(NotReady) as refusal:
        approve(draft_course, by=editor, fingerprint=seen)
    assert refusal.value.findings == [second]
    waive(draft_course, second, by=editor, reason="This one too.")
    approve(draft_course, by=editor, fingerprint=seen)
    draft_course.refresh_from_db()
    assert draft_course.live


def test_waiver_is_for_one_thing_in_one_place_of_one_page(draft_course, instructor, editor):
    first, second, _third = LessonPage.objects.below(draft_course)
    write(first, image(""), ("video", {"video": video(captions=False).pk, "caption": ""}))
    write(second, image(""))
    release = submit(draft_course, by=instructor, despite_findings=True)
    picture, captions, other_page = find(Changes(draft_course))
    waive(draft_course, picture, by=editor, reason="It is a border.")
    assert unwaived(find(Changes(draft_course)), release) == [captions, other_page]


def test_waiver_of_a_dead_link_does_not_cover_the_next(draft_course, instructor, editor, home):
    lesson = first_lesson(draft_course)
    one, two = (home.add_child(instance=Page(title=f"Hidden {n}", live=False)) for n in "12")
    write(lesson, text(one))
    release = submit(draft_course, by=instructor, despite_findings=True)
    waive(draft_course, find(Changes(draft_course))[0], by=editor, reason="Comes on Monday.")
    write(lesson, ("text", text(one)[1] + text(two)[1]))
    left = unwaived(find(Changes(draft_course)), release)
    assert [each.code for each in left] == [f"dead-link-page-{two.pk}"]


def test_waiver_is_carried_to_the_next_submission(draft_course, instructor, editor):
    write(first_lesson(draft_course), image(""))
    submit(draft_course, by=instructor, despite_findings=True)
    (finding,) = find(Changes(draft_course))
    waive(draft_course, finding, by=editor, reason="It is a border.")
    withdraw(draft_course, by=instructor)
    again = submit(draft_course, by=instructor, despite_findings=True)
    assert unwaived(find(Changes(draft_course)), again) == []


def test_error_cannot_be_waived(draft_course, instructor, editor):
    submit(draft_course, by=instructor)
    write(first_lesson(draft_course), ("text", ""))
    (finding,) = find(Changes(draft_course))
    with pytest.raises(Refused, match="has to be mended"):
        waive(draft_course, finding, by=editor, reason="Never mind.")
