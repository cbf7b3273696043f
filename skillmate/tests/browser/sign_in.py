"""Signing in: as people do, or at once where that is not what a test is about."""

from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Page

from courses.tests import factories
from skillmate.tests.accounts.reauthentication import reauthenticated_client


def fill_in(page: Page, name: str) -> None:
    """The form that is shown, as the account that `factories.user(name)` made."""
    page.get_by_label("E-mail").fill(f"{name}@example.com")
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_in_by_form(page: Page, site_url: str, name: str, *, to: str = "/learn/") -> None:
    """By the sign-in page, until the page at `to` is there: the form itself has it in `next`."""
    page.goto(f"{site_url}/accounts/login/?next={to}")
    fill_in(page, name)
    page.wait_for_url(f"{site_url}{to}")


def sign_in(context: BrowserContext, site_url: str, name: str) -> BrowserContext:
    """By a session's cookie: `name` has proved a moment ago who they are."""
    client = reauthenticated_client(User.objects.get(username=name))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site_url}])
    return context
