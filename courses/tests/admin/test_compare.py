"""One page beside what is live, or beside what was submitted the last time."""

import pytest
from django.urls import reverse

from courses.models import CoursePage
from courses.release.review import request_changes
from courses.release.submission import submit
from courses.teams.roles import INSTRUCTORS
from courses.tests import factories
from courses.tests.comparison.marked import marked_text
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import person

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
    assert "<ins>Brand new</ins>" in html
    assert f"<del>{two.title}</del>" in html
    assert "was lesson 3, in “Second part”" in html


def test_wagtails_own_comparison_shows_the_outline_too(published_course, editor_client):
    _one, two, three = published_course.outline.lessons
    admin_actions.arrange_curriculum(published_course, "Only part", three)
    url = reverse(
        "wagtailadmin_pages:revisions_compare", args=[published_course.pk, "live", "latest"]
    )
    assert f"<del>{two.title}</del>" in editor_client.get(url).content.decode()


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
