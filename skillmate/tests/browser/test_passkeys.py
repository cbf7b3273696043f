"""Passkeys, which only a browser can make, with an authenticator that Chromium plays."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from courses.tests import factories
from skillmate.tests.browser.conftest import MARKS

from .sign_in import fill_in

pytestmark = MARKS

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


@pytest.fixture
def student_at(page: Page, site_url: str, home, settings, authenticator) -> str:
    """The site's address, with a student signed in there."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # no https in tests
    factories.user("student")
    page.goto(f"{site_url}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    fill_in(page, "student")
    # Adding a passkey asks for the password once more.
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Continue").click()
    return site_url


def sign_out(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_signs_in_without_a_password(page: Page, student_at: str, settings):
    page.get_by_label("Name of this passkey").fill("My laptop")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(page, student_at)

    page.goto(f"{student_at}/accounts/login/?next=/accounts/2fa/webauthn/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Passkeys")
    expect(page.get_by_role("main")).to_contain_text("My laptop")

    settings.ADMIN_MFA_REQUIRED = True
    User.objects.update(is_superuser=True)
    page.goto(f"{student_at}/admin/reports/site-history/")
    expect(page).to_have_url(f"{student_at}/admin/reports/site-history/")


def test_a_passkey_is_the_second_step_after_a_password(page: Page, student_at: str):
    page.get_by_label("Let it sign me in without my password").uncheck()
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(page, student_at)

    page.goto(f"{student_at}/accounts/login/")
    fill_in(page, "student")
    page.get_by_role("button", name="Use a passkey instead").click()

    page.wait_for_url("**/learn/")


def test_without_javascript_no_dead_button_is_shown(browser, site_url: str, home):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/accounts/login/")

    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    context.close()
