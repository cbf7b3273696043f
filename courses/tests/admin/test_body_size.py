"""A body that is too large is told beside it, and what was typed stays."""

import pytest
from wagtail.test.utils.form_data import rich_text, streamfield

from courses.blocks.size import MAX_BLOCKS, MAX_LETTERS, too_large

from .admin_pages import autosave, draft_of, edit_url, save

pytestmark = pytest.mark.django_db


def many_blocks(number: int) -> dict:
    return streamfield([("text", rich_text(f"<p>{place}</p>")) for place in range(number)])


def long_text(length: int) -> dict:
    return streamfield([("text", rich_text(f"<p>{'a' * length}</p>"))])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (many_blocks(2_700), "There are 2,700 blocks here"),
        (long_text(2_700_000), "The text has 2,700,0"),
    ],
)
def test_body_that_is_too_large_is_told_and_kept_in_the_form(
    draft_course, instructor_client, body, message
):
    lesson = draft_course.get_children().first().specific
    before = lesson.latest_revision_id
    response = save(instructor_client, lesson, body=body, title="Typed meanwhile")
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert "Typed meanwhile" in page
    assert not autosave(instructor_client, lesson, body=body).json()["success"]
    lesson.refresh_from_db()
    assert lesson.latest_revision_id == before


def test_body_within_the_limits_is_saved(draft_course, instructor_client):
    lesson = draft_course.get_children().first().specific
    for body in (many_blocks(MAX_BLOCKS), long_text(MAX_LETTERS - 100)):
        assert autosave(instructor_client, lesson, body=body).json()["success"]
    assert len(draft_of(lesson).body) == 1


def test_blocks_inside_of_others_count():
    inner = [{"type": "text", "value": "<p>x</p>"}] * MAX_BLOCKS
    assert not too_large(inner)
    assert too_large([{"type": "callout", "value": {"title": "", "body": inner}}])


def test_editor_of_a_lesson_knows_the_limits(instructor_client, draft_course):
    lesson = draft_course.get_children().first()
    editor = instructor_client.get(edit_url(lesson)).content.decode()
    assert f'data-most-blocks="{MAX_BLOCKS}"' in editor
