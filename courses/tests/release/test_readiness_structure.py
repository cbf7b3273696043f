"""Readiness: the curriculum, addresses, and what was deleted since."""

import pytest
from django.urls import reverse

from courses.models import Category, CourseInstructor, Instructor
from courses.release.changes import Changes
from courses.release.exceptions import NotReadyRefusal
from courses.release.findings import Finding, collect_findings
from courses.release.review import approve
from courses.release.submission import submit
from courses.tests import factories

from . import admin_actions
from .readiness_drafts import arrange_raw, body, draft, finding_rows, lessons_of, messages

pytestmark = pytest.mark.django_db


def test_empty_curriculum_is_an_error(draft_course):
    draft(draft_course, curriculum=[("section", {"title": "Only a title", "summary": ""})])
    message = "The curriculum has no lesson. Add at least one."
    assert finding_rows(draft_course) == [("curriculum-empty", draft_course.title, message)]


def test_section_without_title_is_an_error(draft_course):
    admin_actions.arrange_curriculum(draft_course, "", *lessons_of(draft_course))
    assert messages(draft_course) == ["Section block: Fill in “Title”."]


def test_deleted_lesson_in_the_curriculum_is_an_error(draft_course):
    first, second, third = lessons_of(draft_course)
    arrange_raw(draft_course, first.pk, second.pk, third.pk)
    second.delete()
    (finding,) = collect_findings(Changes(draft_course))
    assert (finding.code, finding.place) == ("curriculum-dangling", "id-2")
    assert finding.message == "Lesson 2 of the curriculum was deleted. Remove the entry."


def test_entry_without_a_lesson_is_an_error(draft_course):
    arrange_raw(draft_course, lessons_of(draft_course)[0].pk, None)
    (finding,) = collect_findings(Changes(draft_course))
    assert finding.place == "id-2"
    assert finding.message == "Lesson 2 of the curriculum is empty. Choose one, or remove it."


def test_lesson_of_another_course_is_an_error(draft_course, index):
    foreign_lesson = factories.course(index, lessons=1).outline.lessons[0]
    arrange_raw(draft_course, lessons_of(draft_course)[0].pk, foreign_lesson.pk)
    message = (
        f"“{foreign_lesson.title}” is a lesson of another course. Remove it from the curriculum."
    )
    assert messages(draft_course) == [message]


def test_lesson_placed_twice_is_an_error_at_the_second_place(draft_course):
    first = lessons_of(draft_course)[0]
    arrange_raw(draft_course, first.pk, first.pk)
    (finding,) = collect_findings(Changes(draft_course))
    assert (finding.code, finding.place) == ("curriculum-twice", "id-2")
    assert finding.message.startswith(f"“{first.title}” is in the curriculum twice.")


def test_slug_of_another_lesson_is_an_error(published_course):
    first, second, _third = published_course.outline.lessons
    admin_actions.edit_lesson(first, slug=second.slug)
    (finding,) = collect_findings(Changes(published_course))
    assert (finding.code, finding.page_id, finding.place) == ("slug-taken", first.pk, "slug")
    assert finding.message == f"Slug: “{second.title}” has “{second.slug}” as well. Choose another."


def test_two_drafts_with_one_new_slug_are_both_refused(published_course):
    first, second, _third = published_course.outline.lessons
    admin_actions.edit_lesson(first, slug="wanted")
    admin_actions.edit_lesson(second, slug="wanted")
    findings = collect_findings(Changes(published_course))
    assert [finding.code for finding in findings] == ["slug-taken"] * 2


def test_unused_slug_is_no_error(published_course):
    admin_actions.edit_lesson(published_course.outline.lessons[0], slug="fresh")
    assert collect_findings(Changes(published_course)) == []


def test_category_deleted_since_is_an_error_and_the_editor_opens(
    draft_course, editor_client, instructor_client
):
    category = Category.objects.create(name="Doomed", slug="doomed")
    draft(draft_course, category=category)
    category.delete()
    assert finding_rows(draft_course) == [("field", draft_course.title, "Category: choose one.")]
    url = reverse("wagtailadmin_pages:edit", args=[draft_course.pk])
    assert editor_client.get(url).status_code == 200


def test_teacher_deleted_since_is_left_out(draft_course, editor_client):
    kept_instructor, deleted_instructor = (
        Instructor.objects.create(name=name, slug=name) for name in ("Ada", "Bo")
    )
    entries = [
        CourseInstructor(instructor=instructor)
        for instructor in (kept_instructor, deleted_instructor)
    ]
    draft(draft_course, taught_by=entries)
    deleted_instructor.delete()
    assert collect_findings(Changes(draft_course)) == []
    teachers = Changes(draft_course).draft.taught_by.all()
    assert [teacher.instructor for teacher in teachers] == [kept_instructor]
    url = reverse("wagtailadmin_pages:edit", args=[draft_course.pk])
    assert editor_client.get(url).status_code == 200


def test_findings_come_in_course_order_with_errors_first(draft_course):
    first, second, third = lessons_of(draft_course)
    heading = ("heading", {"text": "Deep", "level": "h4"})
    for lesson in (first, second):
        admin_actions.edit_lesson(lesson, body=body(heading, ("code", {"code": ""})))
    admin_actions.arrange_curriculum(draft_course, "Part", second, third, first)
    draft(draft_course, outcomes=[], summary="")
    findings = collect_findings(Changes(draft_course))
    assert [(finding.page_id, finding.waivable) for finding in findings] == [
        (draft_course.pk, False),
        (draft_course.pk, True),
        (second.pk, False),
        (second.pk, True),
        (first.pk, False),
        (first.pk, True),
    ]


def test_error_cannot_be_submitted_even_despite_findings(draft_course, instructor):
    admin_actions.edit_lesson(lessons_of(draft_course)[0], body=body(("text", "")))
    with pytest.raises(NotReadyRefusal) as refusal:
        submit(draft_course, by=instructor, despite_findings=True)
    assert [finding.code for finding in refusal.value.findings] == ["block"]
    assert draft_course.releases.count() == 0


def test_error_made_during_review_stops_the_approval(draft_course, instructor, editor):
    submit(draft_course, by=instructor)
    admin_actions.edit_lesson(lessons_of(draft_course)[0], body=body(("text", "")))
    with pytest.raises(NotReadyRefusal):
        approve(draft_course, by=editor, fingerprint=Changes(draft_course).fingerprint)
    draft_course.refresh_from_db()
    assert not draft_course.live


def test_finding_links_to_its_place_in_the_editor():
    finding = Finding("block", 7, "One", "Mend it.", "id-text")
    assert finding.edit_url == "/admin/pages/7/edit/#:w:contentpath=id-text"
    assert Finding("page", 7, "One", "Mend it.").edit_url == "/admin/pages/7/edit/"
    video = Finding("video-captions", 7, "One", "Mend it.", "id-video", video_id=3)
    assert video.edit_url == reverse("videos:edit", args=[3])
