"""The Google button: there when Google is configured, and always a form."""

import pytest

from .google import enable_google
from .markup import Page

GOOGLE = "/accounts/google/login/"


@pytest.fixture
def google(settings) -> None:
    enable_google(settings)


def google_forms(response) -> list[str | None]:
    page = Page(response.content.decode())
    assert page.faults() == []
    return [form["method"] for form in page.forms if (form.get("action") or "").startswith(GOOGLE)]


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_no_button_without_google(client, path):
    response = client.get(path)

    assert google_forms(response) == []
    assert "Google" not in response.content.decode()


@pytest.mark.usefixtures("google")
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_a_button_that_posts_with_google(client, path):
    response = client.get(path)

    assert google_forms(response) == ["post"]
    assert "Continue with Google" in response.content.decode()


@pytest.mark.usefixtures("google")
def test_the_button_preserves_the_next_url(client):
    text = client.get("/accounts/login/?next=/courses/").content.decode()

    assert f'action="{GOOGLE}?process=login&amp;next=%2Fcourses%2F"' in text


@pytest.mark.usefixtures("google")
def test_opening_the_google_url_needs_a_confirmation(client):
    page = client.get(GOOGLE)

    assert page.status_code == 200
    assert "<h1>Continue with Google</h1>" in page.content.decode()


@pytest.mark.usefixtures("google")
def test_a_student_can_connect_google(student_client):
    assert google_forms(student_client.get("/accounts/3rdparty/")) == ["post"]
    assert 'href="/accounts/3rdparty/"' in student_client.get("/accounts/email/").content.decode()


def test_the_account_pages_do_not_name_google_without_it(student_client):
    assert "Google" not in student_client.get("/accounts/email/").content.decode()
