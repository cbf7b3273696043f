"""The student's main job in a browser, with and without JavaScript, and by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from courses.tests import factories
from skillmate.tests.browser.conftest import MARKS

from .sign_in import fill_in

pytestmark = MARKS


@pytest.fixture
def bread(index):
    return factories.course(index, lessons=2, title="Bread with a long memory", slug="bread")


def sign_in(page: Page, site_url: str, name: str = "student") -> None:
    factories.user(name)
    page.goto(f"{site_url}/accounts/login/?next=/courses/bread/")
    fill_in(page, name)


def learn(page: Page, site_url: str, bread) -> None:
    first, second = bread.outline.lessons
    sign_in(page, site_url)
    page.get_by_role("button", name="Enrol now").click()
    page.goto(f"{site_url}{first.url}")
    page.get_by_role("button", name="Mark complete", exact=True).click()
    page.goto(f"{site_url}{second.url}")
    expect(page.get_by_role("heading", level=1)).to_have_text(second.title)
    page.goto(f"{site_url}/learn/")
    expect(page.get_by_role("main")).to_contain_text("1 of 2 lessons")
    page.get_by_role("link", name="Continue").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(second.title)


def test_student_learns_and_comes_back(page: Page, site_url: str, bread):
    learn(page, site_url, bread)


def test_student_learns_without_javascript(browser, site_url: str, bread):
    context = browser.new_context(java_script_enabled=False)
    learn(context.new_page(), site_url, bread)
    context.close()


def test_another_device_resumes_at_the_last_opened_lesson(
    page: Page, browser, site_url: str, bread
):
    first, second = bread.outline.lessons
    sign_in(page, site_url)
    page.get_by_role("button", name="Enrol now").click()
    with page.expect_response("**/opened/"):
        page.goto(f"{site_url}{second.url}")
    other_page = browser.new_context().new_page()
    other_page.goto(f"{site_url}/accounts/login/")
    fill_in(other_page, "student")
    other_page.get_by_role("link", name="Continue").first.click()
    expect(other_page.get_by_role("heading", level=1)).to_have_text(second.title)
    other_page.context.close()
