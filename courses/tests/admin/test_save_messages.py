"""What is said after a save, and which button is first: both follow the state of the course."""

import re
from datetime import timedelta

import pytest

from courses.models import CoursePage
from courses.release.archiving import archive
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import schedule_release

from .admin_pages import course_url, edit_url, reload, save
from .messages import message_texts


@pytest.fixture
@cached_fixture
def edited_course(published_course) -> CoursePage:
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Knots")
    return reload(published_course)


def main_button(client, page) -> str:
    """The first of the action menu, in words."""
    html = client.get(edit_url(page)).content.decode()
    menu = html[html.index('aria-label="Actions (footer)"') :]
    button = re.search(r"<(?:button|a)\b.*?</(?:button|a)>", menu, re.DOTALL)[0]
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", button, flags=re.DOTALL).split())


def said_after_saving(client, page) -> str:
    title = f"{page.title}, saved"
    response = save(client, page, title=title, follow=True)
    (text,) = [text for text in message_texts(response) if text.startswith(f"“{title}”")]
    return " ".join(text.split()).removeprefix(f"“{title}” is saved")


def test_reviewer_who_saves_in_review_is_led_to_the_review(in_review, editor_client):
    lesson = in_review.get_children().first().specific
    for page in (lesson, in_review):
        said = said_after_saving(editor_client, page)
        assert said.startswith(". The course is in review: what you changed goes live when")
        assert "Go to the review" in said
        assert "submit" not in said.lower()
    assert main_button(editor_client, lesson) == "Save draft"


def test_main_button_of_authors_in_review_leads_to_the_review(in_review, instructor_client):
    lesson = in_review.get_children().first().specific
    for page in (in_review, lesson):
        assert main_button(instructor_client, page) == "See the review"
        html = instructor_client.get(edit_url(page)).content.decode()
        assert "content-locked" in html
        assert "js/admin/locked_editor.js" in html


def test_draft_beside_a_scheduled_release_waits_for_the_next(
    edited_course, instructor, instructor_client, editor
):
    release = schedule_release(edited_course, instructor, editor, timedelta(days=3))
    lesson = edited_course.outline.lessons[1]
    said = said_after_saving(instructor_client, lesson)
    assert said.startswith(" as a draft. It is not part of the release that goes live on")
    assert str(release.go_live_at.year) in said


def test_draft_of_an_archived_course_waits_for_an_editor(edited_course, editor, instructor_client):
    archive(edited_course, by=editor)
    lesson = edited_course.outline.lessons[1]
    said = said_after_saving(instructor_client, lesson)
    assert said.startswith(" as a draft. The course is archived:")
    html = instructor_client.get(edit_url(lesson)).content.decode()
    assert f'href="{course_url("submit", edited_course)}"' not in html


def test_menu_of_blocks_says_what_they_are_for(edited_course, instructor_client):
    html = instructor_client.get(edit_url(edited_course.outline.lessons[0])).content.decode()
    descriptions = html.partition('id="block-descriptions"')[2].partition("</script>")[0]
    assert '"Callout": "A note, tip, warning' in descriptions
    assert '"Section": ' in descriptions
