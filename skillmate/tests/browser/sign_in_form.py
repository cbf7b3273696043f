"""Signing in as people do."""

from playwright.sync_api import Page

from courses.tests import factories


def fill_in(page: Page, name: str) -> None:
    """The form that is shown, as the account that `factories.user(name)` made."""
    page.get_by_label("E-mail").fill(f"{name}@example.com")
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_in(page: Page, site_url: str, name: str, *, to: str = "/learn/") -> None:
    """By the sign-in page, until the page at `to` is there: the form itself has it in `next`."""
    page.goto(f"{site_url}/accounts/login/?next={to}")
    fill_in(page, name)
    page.wait_for_url(f"{site_url}{to}")
