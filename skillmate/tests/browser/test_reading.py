"""A page on paper, in few colours, on a narrow screen."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import CoursePage
from courses.tests import factories

from .conftest import MARKS

pytestmark = MARKS

# Whether something is cut off, and how many pixels wide it is.
WIDTH = "(box) => [box.scrollWidth > box.clientWidth, Math.round(box.offsetWidth)]"


@pytest.fixture
def shell(index) -> CoursePage:
    course = factories.course(index, lessons=2, title="Shell", slug="shell")
    lesson = course.outline.lessons[0]
    code = "$ echo " + "word " * 60 + "\nword"
    lesson.body = [("code", {"language": "console", "code": code, "caption": ""})]
    lesson.free_preview = True
    lesson.save_revision().publish()
    return course


def test_long_lines_of_code_are_wrapped_where_one_asks_for_it(page: Page, site_url, shell):
    page.goto(site_url + shell.outline.lessons[0].url)
    code, switch = page.locator("pre"), page.get_by_role("button", name="Wrap lines")
    assert code.evaluate(WIDTH)[0]
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert not code.evaluate(WIDTH)[0]
    typed = code.locator(".typed").first
    assert typed.evaluate("(span) => getComputedStyle(span).fontWeight") == "650"


def test_lesson_on_paper_has_all_of_its_width(page: Page, site_url, shell):
    page.set_viewport_size({"width": 1100, "height": 700})
    page.emulate_media(media="print")
    page.goto(site_url + shell.outline.lessons[0].url)
    expect(page.locator(".outline")).to_be_hidden()
    assert page.locator(".lesson__main").evaluate(WIDTH) == [False, 672]


def test_password_is_shown_to_whoever_asks(page: Page, site_url, home):
    page.goto(f"{site_url}/accounts/login/")
    field = page.get_by_label("Password", exact=True)
    field.fill("secret words")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "password")
