"""The Google button in a browser, which follows the redirects and keeps the cookies itself."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from courses.tests import factories
from skillmate.tests.accounts import google
from skillmate.tests.browser.conftest import MARKS

pytestmark = MARKS
CALLBACK = "/accounts/google/login/callback/"


@pytest.fixture
def expected_errors() -> list[str]:
    # The first is of the provider's own page, which wants its style from elsewhere. The others are
    # how the browser tells of pages that refuse.
    return ["pico.min.css", "status of 401", "status of 409"]


@pytest.fixture(autouse=True)
def _provider(page: Page, home, settings):
    google.enable_google(settings)
    page.route("**/*.min.css", lambda route: route.fulfill(body="", content_type="text/css"))
    with google.provider():
        yield


def press_the_button(page: Page, site_url: str) -> dict[str, list[str]]:
    """What the provider is asked with."""
    page.goto(f"{site_url}/accounts/login/?next=/about/")
    page.get_by_role("button", name="Continue with Google").click()
    expect(page.get_by_role("heading", name="Authorize Client")).to_be_visible()
    assert page.url.startswith(f"{google.ISSUER}/oauth2/authorize?")
    return parse_qs(urlsplit(page.url).query)


def agree(page: Page) -> None:
    page.locator("input[name=sub]").fill("1001")
    page.get_by_role("button", name="Authorize", exact=True).click()


def expect_signed_in(page: Page, site_url: str, name: str) -> None:
    expect(page).to_have_url(f"{site_url}/about/")
    page.locator("summary", has_text=name).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def expect_nobody_signed_in(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/about/")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_the_button_leads_to_the_provider_and_back_signed_in(page: Page, site_url: str):
    google.register_user("gina@example.org")
    press_the_button(page, site_url)
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("heading", name="Sign-in cancelled")).to_be_visible()

    press_the_button(page, site_url)
    agree(page)
    expect_signed_in(page, site_url, "Gina Google")


def test_who_comes_back_finds_the_account_they_had(page: Page, site_url: str):
    person = factories.user("nora", first_name="Nora")
    SocialAccount.objects.create(
        user=person, provider="google", uid=google.register_user(person.email)
    )

    press_the_button(page, site_url)
    agree(page)

    expect_signed_in(page, site_url, "nora")
    assert [*User.objects.all()] == [person]


def test_an_account_with_the_address_is_not_taken_over(page: Page, site_url: str):
    google.register_user(factories.user("nora").email)

    press_the_button(page, site_url)
    agree(page)

    expect(page.get_by_role("heading", name="You have an account already")).to_be_visible()
    link = page.get_by_role("link", name="Sign in and connect")
    expect(link).to_have_attribute("href", "/accounts/login/?next=/accounts/3rdparty/")
    expect_nobody_signed_in(page, site_url)
    assert not SocialAccount.objects.exists()


def test_each_request_carries_a_challenge_and_a_state_of_its_own(page: Page, site_url: str):
    first_query, second_query = (press_the_button(page, site_url) for _ in range(2))

    for query in (first_query, second_query):
        assert query["code_challenge_method"] == ["S256"]
        assert len(query["code_challenge"][0]) == 43
        assert query["redirect_uri"] == [f"{site_url}{CALLBACK}"]
    for name in ("state", "code_challenge"):
        assert first_query[name] != second_query[name]


def test_an_answer_with_a_wrong_state_is_refused_on_a_page_of_the_site(page: Page, site_url: str):
    google.register_user("gina@example.org")
    query = press_the_button(page, site_url)
    page.goto(page.url.replace(query["state"][0], "made-up"))
    agree(page)

    expect(page.get_by_role("heading", name="That sign-in did not work")).to_be_visible()
    assert "state=made-up" in page.url
    expect(page.get_by_role("link", name="Skillmate").first).to_be_visible()
    expect_nobody_signed_in(page, site_url)
    assert not User.objects.exists()
