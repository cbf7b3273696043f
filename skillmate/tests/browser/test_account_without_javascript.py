"""From sign-up to deletion in a browser that runs no script."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from skillmate.tests.accounts.authenticator import code
from skillmate.tests.accounts.mailbox import newest, path_in
from skillmate.tests.browser.conftest import MARKS

pytestmark = MARKS

EMAIL = "mara@example.org"
PASSWORD = "a loaf with a long memory"


@pytest.fixture
def plain_page(browser, site_url: str, index) -> Page:
    context = browser.new_context(java_script_enabled=False, base_url=site_url)
    yield context.new_page()
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def fill_in(page: Page, email: str = EMAIL) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)


def sign_up(page: Page) -> None:
    page.goto("/accounts/signup/")
    fill_in(page)
    press(page, "Create account")
    expect_heading(page, "One more step: look into your mail")
    page.goto(path_in(newest()))
    press(page, "Yes, confirm it")


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    fill_in(page)
    press(page, "Sign in")


def set_up_an_app(page: Page) -> str:
    """The key the site shows for it."""
    page.goto("/accounts/2fa/")
    follow(page, "Set up an app")
    expect_heading(page, "Is it you?")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Continue")
    page.get_by_text("Enter the key by hand instead").click()
    secret = page.get_by_role("main").locator("details code").inner_text()
    page.get_by_label("Code").fill(code(secret))
    press(page, "Switch on")
    return secret


def recovery_codes(page: Page) -> list[str]:
    expect_heading(page, "Recovery codes")
    return page.locator(".account__codes code").all_inner_texts()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    press(page, "Sign out")


def confirm(page: Page, authentication_code: str) -> None:
    expect_heading(page, "Is it you?")
    page.get_by_label("Code").fill(authentication_code)
    press(page, "Continue")


def download(page: Page, recovery_code: str) -> dict:
    page.goto("/profile/data/")
    follow(page, "Confirm and download…")
    follow(page, "Use a code")
    confirm(page, recovery_code)
    expect_heading(page, "Your data")
    with page.expect_download() as download_info:
        press(page, "Download my data")
    return json.loads(Path(download_info.value.path()).read_text())


def delete(page: Page) -> None:
    follow(page, "Delete my account…")
    expect_heading(page, "Delete your account?")
    press(page, "Delete my account")


def test_an_account_lives_and_ends_without_javascript(plain_page: Page):
    sign_up(plain_page)  # who opens the link in the same browser is signed in
    secret = set_up_an_app(plain_page)
    codes = recovery_codes(plain_page)
    assert len(codes) == 10

    sign_out(plain_page)
    sign_in(plain_page)
    expect_heading(plain_page, "The second step")
    plain_page.get_by_label("Code").fill(code(secret, steps_ahead=1))  # a code is good for one use
    press(plain_page, "Sign in")

    data = download(plain_page, codes[0])
    assert data["account"]["email"] == EMAIL

    delete(plain_page)
    expect_heading(plain_page, "Your account is deleted")
    sign_in(plain_page)
    expect(plain_page.get_by_role("main")).to_contain_text("is not right")
