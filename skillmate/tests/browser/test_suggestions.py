"""Titles are suggested while one types, and reached by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from courses.models import LessonPage
from courses.tests import factories
from skillmate.tests.browser.conftest import MARKS

pytestmark = MARKS


@pytest.fixture
def breads(index) -> list:
    breads = [factories.course(index, lessons=1, title=f"Bread {name}") for name in ("A", "B")]
    lesson = LessonPage.objects.get(pk=breads[1].outline.lessons[0].pk)
    lesson.title = "Breaking bread"
    lesson.save_revision().publish()
    return breads


def begin(box: Locator, text: str) -> None:
    """Its script comes once somebody goes to the box."""
    box.focus()
    expect(box).to_have_role("combobox")
    box.press_sequentially(text)


def test_suggestions_are_chosen_by_keyboard(page: Page, site_url: str, breads, index):
    page.goto(f"{site_url}/courses/")
    box = page.get_by_role("main").get_by_label("Search courses")
    options = page.get_by_role("listbox").get_by_role("option")
    begin(box, "brea")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.last).to_contain_text("Breaking bread Bread B")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.last.get_attribute("id"))
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("brea")
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Enter")  # a locked lesson leads to its course
    page.wait_for_url(f"**{breads[1].url}")
    page.goto(f"{site_url}/courses/")
    begin(box, "breaking")
    expect(options).to_have_count(1)
    box.press("Enter")
    page.wait_for_url(re.compile("q=breaking"))
    box.fill("")
    box.press_sequentially("xylo")
    expect(options).to_have_count(0)
    box.press("Enter")
    page.wait_for_url(re.compile("q=xylo"))
