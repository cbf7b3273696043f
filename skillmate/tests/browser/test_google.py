"""The Google button in a browser, which follows the redirects and keeps the cookies itself."""

import pytest
from playwright.sync_api import Page, expect

from skillmate.tests.accounts import google
from skillmate.tests.browser.conftest import MARKS

pytestmark = MARKS


@pytest.fixture
def expected_errors() -> list[str]:
    return ["pico.min.css"]  # of the provider's own page, which wants its style from elsewhere


def press_the_button(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/accounts/login/?next=/about/")
    page.get_by_role("button", name="Continue with Google").click()
    expect(page.get_by_role("heading", name="Authorize Client")).to_be_visible()


def test_the_button_leads_to_the_provider_and_back_signed_in(
    page: Page, site_url: str, home, settings
):
    google.offers_google(settings)
    page.route("**/*.min.css", lambda route: route.fulfill(body="", content_type="text/css"))
    with google.provider():
        google.knows("gina@example.org")
        press_the_button(page, site_url)
        page.get_by_role("button", name="Deny access").click()
        expect(page.get_by_role("heading", name="Sign-in cancelled")).to_be_visible()

        press_the_button(page, site_url)
        page.get_by_label("Subject").fill("1001")
        page.get_by_role("button", name="Authorize", exact=True).click()
        expect(page).to_have_url(f"{site_url}/about/")
        page.locator("summary", has_text="Gina Google").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
