"""One page beside what is live, or beside what was submitted the last time."""

import pytest
from django.urls import reverse

from courses.models import CoursePage
from courses.models.instructor import CourseInstructor, Instructor
from courses.release.review import request_changes
from courses.release.submission import submit
from courses.teams.roles import INSTRUCTORS
from courses.tests import factories
from courses.tests.comparison.bodies import Files, lesson_body, prose, stored
from courses.tests.comparison.marked import marked_text
from courses.tests.counting import get_query_count
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import person
from media.models import CustomDocument

from .conftest import client_of


def compare(client, course, page, against: str = "live"):
    return client.get(reverse("courses_admin:compare", args=[course.pk, page.pk, against]))


def field_differences(response) -> dict[str, str]:
    """The difference of each field that differs, as `marked_text`."""
    comparisons = response.context["comparison"]
    return {
        str(comparison.field_label()): marked_text(comparison.htmldiff())
        for comparison in comparisons
    }


@pytest.fixture
@cached_fixture
def reworked_course(published_course) -> CoursePage:
    """Its first lesson: one paragraph reworded, one out, one in, two swapped."""
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(
        lesson, body=blocks(a="Same.", b="Old words.", c="Going.", d="Left.", e="Right.")
    )
    lesson.refresh_from_db()
    lesson.get_latest_revision().publish(skip_permission_checks=True)
    admin_actions.edit_lesson(
        lesson, body=blocks(a="Same.", b="New words.", e="Right.", d="Left.", f="Coming.")
    )
    return published_course


def blocks(**texts: str) -> list[dict]:
    return [
        {"type": "text", "value": f"<p>{text}</p>", "id": f"{key * 8}-0000-4000-8000-{key * 12}"}
        for key, text in texts.items()
    ]


def test_lesson_is_compared_block_by_block(reworked_course, editor_client):
    lesson = reworked_course.outline.lessons[0]
    (body,) = compare(editor_client, reworked_course, lesson).context["comparison"]
    blocks = body.blocks
    assert [(*block.marks, marked_text(block.html)) for block in blocks] == [
        ("Same.",),
        ("changed", "[-Old-]{+New+} words."),
        ("removed", "Going."),
        ("moved", "Right."),
        ("Left.",),
        ("added", "Coming."),
    ]
    assert "1 unchanged block" in body.htmldiff()


def test_change_of_formatting_alone_is_shown_at_its_words(published_course, editor_client):
    lesson = published_course.outline.lessons[0]
    live = lesson.body.raw_data[0]
    value = live["value"].replace("Text", "<b>Text</b>")
    admin_actions.edit_lesson(lesson, body=[{**live, "value": value}])
    html = compare(editor_client, published_course, lesson).content.decode()
    assert value != live["value"]
    assert "formatting: bold added on “Text”" in html


def test_text_of_authors_is_escaped(published_course, editor_client):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="<script>alert(1)</script>")
    html = compare(editor_client, published_course, lesson).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_curriculum_is_compared_as_an_outline(published_course, editor_client):
    one, two, three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.arrange_curriculum(published_course, "Only part", three, one, new_lesson)
    (field,) = compare(editor_client, published_course, published_course).context["comparison"]
    assert str(field.field_label()) == "Curriculum"
    html = field.htmldiff()
    assert "<ins><bdi>Brand new</bdi></ins>" in html
    assert f"<del><bdi>{two.title}</bdi></del>" in html
    assert "was <bdi>lesson 3, in “Second part”</bdi>" in html


def test_wagtails_own_comparison_shows_the_outline_too(published_course, editor_client):
    _one, two, three = published_course.outline.lessons
    admin_actions.arrange_curriculum(published_course, "Only part", three)
    url = reverse(
        "wagtailadmin_pages:revisions_compare", args=[published_course.pk, "live", "latest"]
    )
    assert f"<del><bdi>{two.title}</bdi></del>" in editor_client.get(url).content.decode()


def test_wagtails_own_comparison_shows_fields_and_blocks_alike(published_course, editor_client):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, minutes=25, body=[stored("text", "<p>Wholly new.</p>")])
    url = reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, "live", "latest"])
    response = editor_client.get(url)
    assert field_differences(response)["Minutes"] == "[-10-] → {+25+}"
    assert "Text <added> Wholly new." in field_differences(response)["Body"]
    assert "css/admin/comparison.css" in response.content.decode()


def test_comparison_with_the_last_submission_shows_later_edits(
    published_course, instructor, editor, editor_client
):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="First try", summary="The same summary.")
    submit(published_course, by=instructor)
    request_changes(published_course, by=editor, comment="More.")
    admin_actions.edit_lesson(lesson, title="Second try")
    submit(published_course, by=instructor)
    assert field_differences(compare(editor_client, published_course, lesson, "submission")) == {
        "Title": "[-First-]{+Second+} try",
    }
    assert set(field_differences(compare(editor_client, published_course, lesson))) == {
        "Title",
        "Summary",
    }


def test_comparison_links_to_previous_and_next_changes(published_course, editor_client):
    one, _two, three = published_course.outline.lessons
    admin_actions.edit_lesson(one, title="One, again")
    admin_actions.edit_lesson(three, title="Three, again")
    context = compare(editor_client, published_course, one).context
    assert context["previous_row"] is None
    assert context["next_row"].page.pk == three.pk
    context = compare(editor_client, published_course, three).context
    assert context["previous_row"].page.pk == one.pk
    assert context["next_row"] is None


@pytest.mark.parametrize("against", ["live", "submission", "latest", "7"])
def test_page_without_two_versions_is_not_found(published_course, editor_client, against):
    unchanged_lesson = published_course.outline.lessons[0]
    new_lesson = factories.lesson(published_course, live=False)
    admin_actions.arrange_curriculum(published_course, "Part", unchanged_lesson, new_lesson)
    for page in (unchanged_lesson, new_lesson):
        assert compare(editor_client, published_course, page, against).status_code == 404


def test_page_of_another_course_is_not_found(published_course, index, editor_client):
    other_course = factories.course(index)
    lesson = other_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Elsewhere")
    assert compare(editor_client, published_course, lesson).status_code == 404
    assert compare(editor_client, other_course, lesson).status_code == 200


def test_only_users_who_may_open_the_course_compare(published_course, instructor_client):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="Ours")
    other_client = client_of(person("stranger", INSTRUCTORS))
    assert compare(instructor_client, published_course, lesson).status_code == 200
    assert compare(other_client, published_course, lesson).url == reverse("wagtailadmin_home")


def release(lesson, **fields) -> None:
    """Let learners have `fields` at once."""
    admin_actions.edit_lesson(lesson, **fields)
    lesson.refresh_from_db()
    lesson.get_latest_revision().publish(skip_permission_checks=True)


def test_return_moved_out_of_its_block_is_seen(published_course, editor_client):
    lesson = published_course.outline.lessons[0]
    code = {"language": "python", "code": "if x:\n    return 1", "caption": ""}
    release(lesson, body=[stored("code", code)])
    admin_actions.edit_lesson(lesson, body=[stored("code", {**code, "code": "if x:\nreturn 1"})])
    (difference,) = field_differences(compare(editor_client, published_course, lesson)).values()
    assert "[-····-]return 1 (indentation: 4 spaces → none)" in difference


def test_links_lead_to_titles_also_of_what_is_gone(published_course, editor_client):
    lesson, two, _three = published_course.outline.lessons
    files = Files(published_course)
    release(lesson, body=[stored("text", prose(files))])
    CustomDocument.objects.get(pk=files.documents[0]).delete()
    changed = prose(files).replace(
        f'linktype="document" id="{files.documents[0]}"',
        f'linktype="document" id="{files.documents[1]}"',
    )
    admin_actions.edit_lesson(lesson, body=[stored("text", changed)])
    (difference,) = field_differences(compare(editor_client, published_course, lesson)).values()
    assert f"the lesson before [→ {two.title}]" in difference
    assert "[- [→ a document that no longer exists]-]{+ [→ list.pdf]+}" in difference


def test_picture_deleted_since_the_submission_is_named(
    published_course, instructor, editor, editor_client
):
    old_picture = factories.picture("Old")
    edit_course(published_course, thumbnail=old_picture)
    submit(published_course, by=instructor)
    request_changes(published_course, by=editor, comment="More.")
    edit_course(published_course, thumbnail=factories.picture("New"))
    old_picture.delete()
    submit(published_course, by=instructor)
    response = compare(editor_client, published_course, published_course, "submission")
    assert field_differences(response) == {
        "Thumbnail": "[-an image that no longer exists-] {+New+}"
    }


def test_teacher_deleted_since_the_submission_is_named(
    draft_course, instructor, editor, editor_client
):
    teachers = [Instructor.objects.create(name=name, slug=name) for name in ("Anna", "Bert")]
    edit_course(draft_course, taught_by=[CourseInstructor(instructor=teachers[0])])
    submit(draft_course, by=instructor)
    request_changes(draft_course, by=editor, comment="More.")
    edit_course(draft_course, taught_by=[CourseInstructor(instructor=teachers[1])])
    teachers[0].delete()
    submit(draft_course, by=instructor)
    response = compare(editor_client, draft_course, draft_course, "submission")
    assert field_differences(response) == {
        "Taught by": "[-(instructor that no longer exists)-] {+Bert+}"
    }


def edit_course(course, **fields) -> None:
    """A new draft of `course`."""
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)


def test_section_with_another_summary_is_not_called_renamed(published_course, editor_client):
    draft = CoursePage.objects.get(pk=published_course.pk).get_latest_revision_as_object()
    entries = list(draft.curriculum.raw_data)
    section = {"title": "First part", "summary": "All you need."}
    edit_course(published_course, curriculum=[{**entries[0], "value": section}, *entries[1:]])
    response = compare(editor_client, published_course, published_course)
    (difference,) = field_differences(response).values()
    assert difference.startswith("First part <changed> Summary: (empty) → {+All you need.+}")


def test_comparison_takes_the_same_queries_for_few_and_many_blocks(published_course, editor_client):
    one, two, _three = published_course.outline.lessons
    for lesson, times in ((one, 1), (two, 4)):
        versions = []
        for _version in "ab":
            bodies = [lesson_body(Files(published_course)) for _time in range(times)]
            versions.append(
                [
                    {**block, "id": f"{block['id']}-{number}"}
                    for number, body in enumerate(bodies)
                    for block in body
                ]
            )
        release(lesson, body=versions[0])
        admin_actions.edit_lesson(lesson, body=versions[1])
    urls = [
        reverse("courses_admin:compare", args=[published_course.pk, lesson.pk, "live"])
        for lesson in (one, two)
    ]
    few, many = (get_query_count(editor_client, url) for url in urls)
    assert few == many
