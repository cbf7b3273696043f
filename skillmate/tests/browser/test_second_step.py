"""An editor's first day: a password, a second step, recovery codes, and the page they wanted."""

import pytest
from playwright.sync_api import Page, expect

from courses.teams.roles import EDITORS, setup_roles
from courses.tests import factories
from courses.tests.release.conftest import person
from skillmate.tests.accounts.authenticator import code
from skillmate.tests.browser.conftest import MARKS

from .sign_in import fill_in

pytestmark = MARKS


@pytest.fixture
def editor(home, settings):
    settings.ADMIN_MFA_REQUIRED = True
    setup_roles()
    person("editor", EDITORS)


def sign_in(page: Page, url: str) -> None:
    page.goto(url)
    fill_in(page, "editor")


@pytest.mark.usefixtures("editor")
def test_an_editor_sets_up_an_app_and_is_asked_for_its_code_next_time(page: Page, site_url: str):
    heading = page.get_by_role("heading", level=1)
    sign_in(page, f"{site_url}/admin/reports/site-history/")
    expect(heading).to_have_text("A second step for the editor")
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Enter the key by hand instead").click()
    secret = page.get_by_role("main").locator("details code").inner_text()
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Switch on").click()

    expect(heading).to_have_text("Recovery codes")
    page.get_by_role("link", name="Go on to the editor").click()
    expect(page).to_have_url(f"{site_url}/admin/reports/site-history/")

    page.context.clear_cookies()
    sign_in(page, f"{site_url}/admin/reports/site-history/")
    expect(heading).to_have_text("The second step")
    page.get_by_label("Code").fill(code(secret, steps_ahead=1))  # a code is good for one use
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{site_url}/admin/reports/site-history/")
