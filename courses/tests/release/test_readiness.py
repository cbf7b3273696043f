"""Errors: what cannot go live, each with the place to mend it."""

import pytest
from django.urls import reverse

from courses.models import Category, CoursePage, Instructor, LessonPage
from courses.models.course import CourseInstructor
from courses.release.changes import Changes
from courses.release.findings import Finding, find
from courses.release.refusals import NotReady
from courses.release.review import approve
from courses.release.submission import submit
from courses.tests import factories

from . import acting

pytestmark = pytest.mark.django_db


def found(course) -> list[tuple[str, str, str]]:
    return [(each.code, each.title, each.message) for each in find(Changes(course))]


def messages(course) -> list[str]:
    return [each.message for each in find(Changes(course))]


def lessons_of(course) -> list[LessonPage]:
    return list(LessonPage.objects.below(course))


def draft(course, **fields) -> CoursePage:
    version = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(clean=False)
    return version


def body(*blocks) -> list[dict]:
    return [{"type": kind, "value": value, "id": f"id-{kind}"} for kind, value in blocks]


def arrange_raw(course, *values) -> None:
    blocks = [{"type": "section", "value": {"title": "Part", "summary": ""}, "id": "id-section"}]
    blocks += [
        {"type": "lesson", "value": value, "id": f"id-{number}"}
        for number, value in enumerate(values, start=1)
    ]
    draft(course, curriculum=blocks)


def test_complete_course_has_no_findings(draft_course):
    assert find(Changes(draft_course)) == []


def test_changed_lesson_that_is_complete_has_no_findings(published_course):
    acting.edit(published_course.outline.lessons[0], title="Better")
    assert find(Changes(published_course)) == []


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
            "Callout block: Put something into “Content”.",
        ),
    ],
)
def test_empty_block_is_an_error_that_says_what_to_do(draft_course, block, message):
    lesson = lessons_of(draft_course)[0]
    acting.edit(lesson, body=body(block))
    expected = Finding("block", lesson.pk, lesson.title, message, f"id-{block[0]}")
    assert find(Changes(draft_course)) == [expected]


def test_blocks_that_are_filled_in_are_no_errors(draft_course):
    code = {"language": "python", "code": "1", "caption": ""}
    embed = {"provider": "vimeo", "video_id": "123456", "title": "x"}
    aside = {"kind": "note", "title": "", "body": body(("text", "<p>x</p>"))}
    table = {
        "caption": "",
        "columns": [{"type": "text", "heading": ""}],
        "rows": [{"values": [""]}],
    }
    blocks = [("code", code), ("embed", embed), ("callout", aside), ("table", table)]
    acting.edit(lessons_of(draft_course)[0], body=body(*blocks, ("text", "<hr/>")))
    assert find(Changes(draft_course)) == []


def test_error_inside_containers_is_told_once_at_the_innermost_block(draft_course):
    lesson = lessons_of(draft_course)[0]
    accordion = {"title": "Solution", "body": body(("code", {"code": ""}))}
    callout = {"kind": "note", "title": "", "body": body(("accordion", accordion))}
    acting.edit(lesson, body=body(("callout", callout)))
    expected = Finding("block", lesson.pk, lesson.title, "Code block: Fill in “Code”.", "id-code")
    assert find(Changes(draft_course)) == [expected]


def test_container_and_what_it_holds_are_told_apart(draft_course):
    accordion = {"title": "", "body": body(("code", {"code": ""}))}
    acting.edit(lessons_of(draft_course)[0], body=body(("accordion", accordion)))
    places = [(each.place, each.message) for each in find(Changes(draft_course))]
    assert places == [
        ("id-accordion", "Accordion block: Fill in “Title”."),
        ("id-code", "Code block: Fill in “Code”."),
    ]


def test_fields_of_a_lesson_are_checked_as_for_publication(draft_course):
    lesson = lessons_of(draft_course)[0]
    acting.edit(lesson, title="", minutes=0)
    expected = [
        ("field", "title", "Title: fill this in."),
        ("field", "minutes", "Minutes: Ensure this value is greater than or equal to 1."),
    ]
    assert [(f.code, f.place, f.message) for f in find(Changes(draft_course))] == expected


def test_unfinished_lesson_left_out_of_the_course_stops_nothing(published_course):
    factories.lesson(published_course, live=False, body=body(("text", "")))
    acting.edit(published_course.outline.lessons[0], title="Better")
    assert find(Changes(published_course)) == []


def test_course_without_summary_or_category_is_told_once_for_each(draft_course):
    draft(draft_course, summary="", category=None)
    findings = find(Changes(draft_course))
    assert [(f.code, f.place, f.message, f.waivable) for f in findings] == [
        ("field", "summary", "Summary: fill this in.", False),
        ("field", "category", "Category: choose one.", False),
    ]


def test_course_slug_of_another_course_is_an_error(draft_course, index):
    other = factories.course(index)
    draft(draft_course, slug=other.slug)
    (finding,) = find(Changes(draft_course))
    assert (finding.code, finding.place, finding.waivable) == ("field", "slug", False)
    assert other.slug in finding.message


def test_empty_outcome_is_an_error(draft_course):
    draft(draft_course, outcomes=[{"type": "item", "value": "", "id": "id-item"}])
    assert found(draft_course) == [("block", draft_course.title, "Item block: Fill in “Item”.")]


def test_empty_curriculum_is_an_error(draft_course):
    draft(draft_course, curriculum=[("section", {"title": "Only a title", "summary": ""})])
    message = "The curriculum has no lesson. Add at least one."
    assert found(draft_course) == [("curriculum-empty", draft_course.title, message)]


def test_section_without_title_is_an_error(draft_course):
    acting.arrange(draft_course, "", *lessons_of(draft_course))
    assert messages(draft_course) == ["Section block: Fill in “Title”."]


def test_deleted_lesson_in_the_curriculum_is_an_error(draft_course):
    first, second, third = lessons_of(draft_course)
    arrange_raw(draft_course, first.pk, second.pk, third.pk)
    second.delete()
    (finding,) = find(Changes(draft_course))
    assert (finding.code, finding.place) == ("curriculum-dangling", "id-2")
    assert finding.message == "Lesson 2 of the curriculum was deleted. Remove the entry."


def test_entry_without_a_lesson_is_an_error(draft_course):
    arrange_raw(draft_course, lessons_of(draft_course)[0].pk, None)
    (finding,) = find(Changes(draft_course))
    assert finding.place == "id-2"
    assert finding.message == "Lesson 2 of the curriculum is empty. Choose one, or remove it."


def test_lesson_of_another_course_is_an_error(draft_course, index):
    foreign = factories.course(index, lessons=1).outline.lessons[0]
    arrange_raw(draft_course, lessons_of(draft_course)[0].pk, foreign.pk)
    message = f"“{foreign.title}” is a lesson of another course. Remove it from the curriculum."
    assert messages(draft_course) == [message]


def test_lesson_placed_twice_is_an_error_at_the_second_place(draft_course):
    first = lessons_of(draft_course)[0]
    arrange_raw(draft_course, first.pk, first.pk)
    (finding,) = find(Changes(draft_course))
    assert (finding.code, finding.place) == ("curriculum-twice", "id-2")
    assert finding.message.startswith(f"“{first.title}” stands in the curriculum twice.")


def test_slug_another_lesson_has_is_an_error(published_course):
    first, second, _third = published_course.outline.lessons
    acting.edit(first, slug=second.slug)
    (finding,) = find(Changes(published_course))
    assert (finding.code, finding.page_id, finding.place) == ("slug-taken", first.pk, "slug")
    assert finding.message == f"Slug: “{second.title}” has “{second.slug}” as well. Choose another."


def test_two_drafts_that_swap_slugs_are_both_refused(published_course):
    first, second, _third = published_course.outline.lessons
    acting.edit(first, slug=second.slug)
    acting.edit(second, slug=first.slug)
    assert [each.page_id for each in find(Changes(published_course))] == [first.pk, second.pk]


def test_two_drafts_that_want_one_new_slug_are_both_refused(published_course):
    first, second, _third = published_course.outline.lessons
    acting.edit(first, slug="wanted")
    acting.edit(second, slug="wanted")
    assert [each.code for each in find(Changes(published_course))] == ["slug-taken"] * 2


def test_slug_of_a_lesson_that_is_removed_is_still_taken(published_course):
    first, second, third = published_course.outline.lessons
    acting.edit(first, slug=second.slug)
    acting.arrange(published_course, "Part", first, third)
    assert [each.code for each in find(Changes(published_course))] == ["slug-taken"]


def test_slug_nobody_has_is_fine(published_course):
    acting.edit(published_course.outline.lessons[0], slug="fresh")
    assert find(Changes(published_course)) == []


def test_category_deleted_since_is_an_error_and_the_editor_opens(
    draft_course, editor_client, instructor_client
):
    doomed = Category.objects.create(name="Doomed", slug="doomed")
    draft(draft_course, category=doomed)
    doomed.delete()
    assert found(draft_course) == [("field", draft_course.title, "Category: choose one.")]
    url = reverse("wagtailadmin_pages:edit", args=[draft_course.pk])
    assert editor_client.get(url).status_code == 200


def test_teacher_deleted_since_is_left_out(draft_course, editor_client):
    kept, doomed = (Instructor.objects.create(name=name, slug=name) for name in ("Ada", "Bo"))
    names = [CourseInstructor(instructor=each) for each in (kept, doomed)]
    draft(draft_course, taught_by=names)
    doomed.delete()
    assert find(Changes(draft_course)) == []
    teachers = Changes(draft_course).draft.taught_by.all()
    assert [each.instructor for each in teachers] == [kept]
    url = reverse("wagtailadmin_pages:edit", args=[draft_course.pk])
    assert editor_client.get(url).status_code == 200


def test_findings_come_in_course_order_with_errors_first(draft_course):
    first, second, third = lessons_of(draft_course)
    skipping = ("heading", {"text": "Deep", "level": "h4"})
    for lesson in (first, second):
        acting.edit(lesson, body=body(skipping, ("code", {"code": ""})))
    acting.arrange(draft_course, "Part", second, third, first)
    draft(draft_course, outcomes=[], summary="")
    assert [(each.page_id, each.waivable) for each in find(Changes(draft_course))] == [
        (draft_course.pk, False),
        (draft_course.pk, True),
        (second.pk, False),
        (second.pk, True),
        (first.pk, False),
        (first.pk, True),
    ]


def test_error_cannot_be_submitted_even_despite_findings(draft_course, instructor):
    acting.edit(lessons_of(draft_course)[0], body=body(("text", "")))
    with pytest.raises(NotReady) as refusal:
        submit(draft_course, by=instructor, despite_findings=True)
    assert [each.code for each in refusal.value.findings] == ["block"]
    assert draft_course.releases.count() == 0


def test_error_made_during_review_stops_the_approval(draft_course, instructor, editor):
    submit(draft_course, by=instructor)
    acting.edit(lessons_of(draft_course)[0], body=body(("text", "")))
    with pytest.raises(NotReady):
        approve(draft_course, by=editor, fingerprint=Changes(draft_course).fingerprint)
    draft_course.refresh_from_db()
    assert not draft_course.live


def test_finding_links_to_its_place_in_the_editor():
    finding = Finding("block", 7, "One", "Mend it.", "id-text")
    assert finding.edit_url == "/admin/pages/7/edit/#:w:contentpath=id-text"
    assert Finding("page", 7, "One", "Mend it.").edit_url == "/admin/pages/7/edit/"
