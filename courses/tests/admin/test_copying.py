"""What becomes of a copied course or lesson, in the admin and from code."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page

from courses.models import CourseRelease, CourseTeam, CurriculumEntry, LessonPage
from courses.models.exceptions import CourseRefusal
from courses.release.changes import Changes
from courses.release.findings import collect_findings
from courses.release.submission import submit
from courses.teams.team import ensure_team
from courses.tests import factories

pytestmark = pytest.mark.django_db


def link(page: Page) -> str:
    return f'<p>See <a linktype="page" id="{page.pk}">that one</a>.</p>'


def with_links(course):
    """`course` after its first lesson got links to its second, everywhere, live and in a draft."""
    first, second, _third = course.outline.lessons
    table = {
        "caption": "",
        "columns": [{"type": "text", "heading": "Where"}],
        "rows": [{"values": [link(second)]}],
    }
    callout = {"kind": "note", "title": "", "body": [("text", link(second))]}
    first.body = [("text", link(second)), ("callout", callout)]
    first.body.append(("table", first.body.stream_block.child_blocks["table"].to_python(table)))
    first.save_revision().publish()
    course.description = link(second) + link(course)
    course.save_revision().publish()
    first.body = [("text", link(second) + link(first)), ("code", {"code": link(second)})]
    first.save_revision()
    return first, second


def copy_form(course, **changes) -> dict:
    return {
        "new_title": "A copy",
        "new_slug": "a-copy",
        "new_parent_page": course.get_parent().pk,
        "copy_subpages": "on",
        **changes,
    }


def copy_in_admin(client, page, **changes):
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    return client.post(url, copy_form(page, **changes))


def course_copy(index):
    return index.get_children().get(slug="a-copy").specific


def entries(curriculum: StreamValue) -> list[tuple[str, object]]:
    return [
        (item["type"], item["value"]["title"] if item["type"] == "section" else item["value"])
        for item in curriculum.raw_data
    ]


def body_text(page) -> str:
    return str(list(page.body.raw_data))


def test_copy_in_the_admin_has_its_own_lessons_in_its_curriculum(course, index, editor_client):
    copy_in_admin(editor_client, course)
    copy = course_copy(index)
    copied_pks = {page.title: page.pk for page in LessonPage.objects.child_of(copy)}
    first, second, third = (copied_pks[page.title] for page in course.outline.lessons)
    expected = [
        ("section", "First part"),
        ("lesson", first),
        ("lesson", second),
        ("section", "Second part"),
        ("lesson", third),
    ]
    assert entries(copy.curriculum) == expected
    assert entries(copy.get_latest_revision_as_object().curriculum) == expected
    curriculum_entries = CurriculumEntry.objects.filter(course=copy).order_by("position")
    assert list(curriculum_entries.values_list("lesson_id", flat=True)) == [first, second, third]


def test_copy_from_code_has_its_own_lessons_in_its_curriculum(course, editor):
    copy = course.copy(recursive=True, update_attrs={"slug": "a-copy"}, user=editor)
    copied_pks = set(LessonPage.objects.child_of(copy).values_list("pk", flat=True))
    assert len(copied_pks) == 3
    assert {pk for kind, pk in entries(copy.curriculum) if kind == "lesson"} == copied_pks
    assert set(Changes(copy).after.lessons) == copied_pks


def test_copy_follows_the_newest_draft_of_the_curriculum(course, editor):
    first, second, _third = course.outline.lessons
    course.curriculum = [("lesson", second), ("lesson", first)]
    course.save_revision()
    copy = course.copy(recursive=True, update_attrs={"slug": "a-copy"}, user=editor)
    titles = [page.title for page in Changes(copy).draft.outline.lessons]
    assert titles == []  # nothing is live
    assert [row.title for row in Changes(copy).lesson_rows] == [second.title, first.title]


def test_links_between_lessons_point_to_the_copies(course, index, editor_client):
    first, second = with_links(course)
    copy_in_admin(editor_client, course)
    copy = course_copy(index)
    first_copy = LessonPage.objects.child_of(copy).get(slug=first.slug)
    second_copy = LessonPage.objects.child_of(copy).get(slug=second.slug)
    live_body = body_text(first_copy)
    assert live_body.count(f'id="{second_copy.pk}"') == 3
    assert f'id="{second.pk}"' not in live_body
    text, code = first_copy.get_latest_revision_as_object().body
    assert text.value.source == link(second_copy) + link(first_copy)
    assert code.value["code"] == link(second)  # code is shown, not followed
    for version in (copy, copy.get_latest_revision_as_object()):
        assert version.description == link(second_copy) + link(copy)


def test_links_to_other_courses_are_kept(course, index, editor):
    other = factories.course(index, lessons=1)
    lesson = course.outline.lessons[0]
    lesson.body = [("text", link(other))]
    lesson.save_revision().publish()
    copy = course.copy(recursive=True, update_attrs={"slug": "a-copy"}, user=editor)
    copied_lesson = LessonPage.objects.child_of(copy).get(slug=lesson.slug)
    assert copied_lesson.body[0].value.source == link(other)


def test_original_is_unchanged(course, editor):
    first, _second = with_links(course)
    before = course.revisions.count(), entries(course.curriculum), body_text(first)
    course.copy(recursive=True, update_attrs={"slug": "a-copy"}, user=editor)
    course.refresh_from_db()
    first.refresh_from_db()
    after = course.revisions.count(), entries(course.curriculum)
    assert after == before[:2]
    assert first.get_latest_revision_as_object().body[0].value.source == expected_draft_text(first)


def expected_draft_text(first):
    second = first.get_next_sibling()
    return link(second) + link(first)


def test_copy_has_a_team_and_a_collection_of_its_own(
    draft_course, instructor, editor, editor_client, index
):
    copy_in_admin(editor_client, draft_course)
    team = CourseTeam.objects.get(course=course_copy(index))
    assert list(team.members) == [editor]
    assert team.collection != draft_course.team.collection
    assert list(draft_course.team.members) == [instructor]


def test_nothing_of_a_copy_is_live(published_course, index, editor_client, client):
    copy_in_admin(editor_client, published_course, publish_copies="on")
    copy = course_copy(index)
    assert not copy.live
    assert LessonPage.objects.child_of(copy).filter(live=True).count() == 0
    assert client.get(copy.url).status_code == 404
    assert copy.first_published_at is None


def test_copy_from_code_is_a_draft_even_with_keep_live(course, editor):
    copy = course.copy(recursive=True, keep_live=True, update_attrs={"slug": "x"}, user=editor)
    assert not copy.live
    assert not LessonPage.objects.child_of(copy).live().exists()


def test_copy_has_neither_releases_nor_learners(published_course, student, index, editor_client):
    enrollments = apps.get_model("learners", "Enrollment").objects
    enrollments.create(learner=student, course=published_course)
    copy_in_admin(editor_client, published_course)
    copy = course_copy(index)
    assert list(copy.releases.all()) == []
    assert CourseRelease.objects.count() == 1
    assert list(enrollments.values_list("course", flat=True)) == [published_course.pk]


def test_copy_keeps_no_drafts_of_the_original(course, editor):
    course.curriculum = []
    course.save_revision()
    copy = course.copy(recursive=True, update_attrs={"slug": "a-copy"}, user=editor)
    assert copy.revisions.count() == 1
    assert copy.latest_revision == copy.revisions.get()


def test_copy_is_not_scheduled(published_course, editor):
    published_course.go_live_at = timezone.now() + timezone.timedelta(days=1)
    published_course.save_revision()
    copy = published_course.copy(recursive=True, update_attrs={"slug": "x"}, user=editor)
    assert Changes(copy).draft.go_live_at is None
    assert copy.go_live_at is None


def test_copy_can_be_released(published_course, editor):
    copy = published_course.copy(recursive=True, update_attrs={"slug": "a-copy"}, user=editor)
    changes = Changes(copy)
    assert [row.kind for row in changes.rows] == ["new"] * 4
    assert collect_findings(changes) == []


def test_copy_without_lessons_has_none_in_its_curriculum(course, index, editor_client):
    copy_in_admin(editor_client, course, copy_subpages="")
    copy = course_copy(index)
    assert entries(copy.curriculum) == [("section", "First part"), ("section", "Second part")]
    draft = copy.get_latest_revision_as_object()
    assert entries(draft.curriculum) == entries(copy.curriculum)


def test_copied_lesson_stands_after_the_one_it_was_copied_from(draft_course, instructor_client):
    first, *others = Changes(draft_course).after.lessons
    url = reverse("wagtailadmin_pages:copy", args=[first])
    form = instructor_client.get(url).context["form"]
    data = {name: field.initial for name, field in form.fields.items()}
    data["new_parent_page"] = draft_course.pk
    assert instructor_client.post(url, data).status_code == 302
    twin = LessonPage.objects.below(draft_course).get(slug=data["new_slug"])
    changes = Changes(draft_course)
    assert changes.unplaced_lessons == []
    assert changes.after.lessons == [first, twin.pk, *others]


def test_copied_lesson_is_last_in_another_course(
    draft_course, published_course, index, instructor, instructor_client
):
    other = factories.complete_course(index, lessons=1, live=False)
    ensure_team(other, members=[instructor])
    lesson = LessonPage.objects.child_of(published_course).first()
    form = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": other.pk}
    instructor_client.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), form)
    assert Changes(other).after.lessons[-1] == LessonPage.objects.get(slug="twin").pk


def test_lesson_is_not_copied_into_a_course_in_review(
    draft_course, published_course, index, instructor, instructor_client
):
    other = factories.complete_course(index, lessons=1, live=False)
    ensure_team(other, members=[instructor])
    submit(other, by=User.objects.get(pk=instructor.pk))  # whose rights are not remembered yet
    lesson = LessonPage.objects.child_of(published_course).first()
    form = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": other.pk}
    url = reverse("wagtailadmin_pages:copy", args=[lesson.pk])
    response = instructor_client.post(url, form)
    assert response.status_code == 200
    assert "You do not have permission to copy to page" in response.content.decode()
    assert LessonPage.objects.filter(slug="twin").count() == 0


def test_copy_form_offers_no_alias_and_no_publication(published_course, editor_client):
    lesson = published_course.outline.lessons[0]
    form = editor_client.get(reverse("wagtailadmin_pages:copy", args=[lesson.pk])).context["form"]
    assert form.fields.keys() == {"new_title", "new_slug", "new_parent_page"}


def test_alias_of_course_or_lesson_is_refused(published_course, index, editor, editor_client):
    lesson = published_course.outline.lessons[0]
    for page in (published_course, lesson):
        with pytest.raises(CourseRefusal, match="no aliases"):
            page.create_alias(update_slug="alias", user=editor)
    copy_in_admin(editor_client, published_course, alias="on")
    assert course_copy(index).alias_of is None
    assert Page.objects.filter(alias_of__isnull=False).count() == 0
