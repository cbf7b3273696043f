"""An instructor writes a lesson in the Wagtail editor."""

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Page as WagtailPage

from skillmate.tests.browser.conftest import MARKS
from skillmate.tests.browser.editor import expect_autosaved, observe, wait_for_autosave

from .sign_in import sign_in

pytestmark = MARKS


@pytest.fixture
def editor(page: Page, site_url: str, lesson) -> Page:
    """The lesson's editor, before its instructor."""
    observe(page)
    sign_in(page.context, site_url, "instructor")
    page.goto(f"{site_url}/admin/pages/{lesson.pk}/edit/")
    wait_for_autosave(page)
    return page


def test_what_is_typed_is_saved_by_itself_and_stays_a_draft(editor: Page, lesson):
    editor.get_by_role("textbox", name="Title").fill("A title in progress")
    editor.keyboard.press("Tab")
    expect_autosaved(editor)
    editor.reload()
    expect(editor.get_by_role("textbox", name="Title")).to_have_value("A title in progress")
    assert WagtailPage.objects.get(pk=lesson.pk).title == lesson.title


def test_every_block_can_be_found_in_the_picker(editor: Page):
    editor.get_by_role("button", name="Insert a block").last.click()
    for name in ("Text", "Heading", "Image", "Code", "Table", "Callout", "Accordion", "Download"):
        expect(editor.get_by_role("option", name=name, exact=False).first).to_be_visible()


def test_instructor_is_offered_no_way_to_publish(editor: Page):
    expect(editor.get_by_role("button", name="Save draft").first).to_be_visible()
    expect(editor.get_by_role("button", name="Publish")).to_have_count(0)
    more_actions = editor.get_by_role("button", name="More actions")
    if more_actions.count():
        more_actions.first.click()
        expect(editor.get_by_role("button", name="Publish")).to_have_count(0)


def test_preview_shows_the_lesson_beside_the_editor(editor: Page, lesson):
    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("iframe[title='Preview']").first
    expect(preview.get_by_role("heading", level=1)).to_have_text(lesson.title)


ROW_HEIGHT = 48  # pixels: a line, at 1280 px


def test_lesson_begins_where_it_is_to_stand(page: Page, site_url: str, lesson):
    sign_in(page.context, site_url, "instructor")
    page.goto(f"{site_url}/admin/pages/{lesson.course.pk}/edit/#tab-curriculum")
    rows = page.locator(".curriculum__lesson")
    expect(rows).to_have_count(2)
    first = rows.first
    expect(first.locator("[data-number]")).to_have_text("1")
    assert first.bounding_box()["height"] <= ROW_HEIGHT
    first.get_by_role("button", name=f"New lesson after “{lesson.title}”").press("Enter")
    page.get_by_label("Title").fill("A lesson between")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Curriculum of").click()
    titles = rows.locator(".curriculum__title")
    expect(titles.nth(1)).to_have_text("A lesson between")
    rows.nth(1).get_by_title("Move up").click()
    expect(titles.first).to_have_text("A lesson between")
    expect(rows.first.locator("[data-number]")).to_have_text("1")
    page.locator("#tab-curriculum").get_by_title("Insert a block").last.click()
    page.get_by_role("option", name="Lesson").first.click()
    with page.expect_navigation():
        page.locator(".curriculum__begin").get_by_role("button", name="New lesson").click()
    page.get_by_label("Title").fill("The last")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("link", name="Back to the curriculum").click()
    expect(rows.last).to_contain_text("The last")
