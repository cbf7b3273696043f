"""A person signs up, finds a course, learns it and comes back. By URL alone, as a browser would."""

import re

import pytest
from django.core import mail
from django.test import Client

from courses.tests import factories

EMAIL, PASSWORD = "newcomer@example.com", "a-long-and-quiet-evening"


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html)


def actions(html: str) -> list[str]:
    """Where the forms of a page post to."""
    return re.findall(r'<form[^>]*action="([^"]+)"[^>]*>', html)


@pytest.fixture
def course(index):
    return factories.course(index, lessons=3, title="Bread with a long memory", slug="bread")


@pytest.fixture
def browser():
    return Client()


def read(client: Client, path: str) -> str:
    response = client.get(path, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def confirmation_link() -> str:
    return re.search(r"https?://[^/]+(/accounts/confirm-email/\S+/)", mail.outbox[-1].body)[1]


def sign_up(client: Client) -> None:
    client.post("/accounts/signup/", {"email": EMAIL, "password1": PASSWORD})
    client.post(confirmation_link())
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})


def test_whole_journey_of_a_student(course, browser):
    first, second, third = (lesson.url for lesson in course.outline.lessons)

    # A visitor finds the course and is led to sign in.
    assert course.url in links(read(browser, "/courses/?q=memory"))
    assert any(link.startswith("/accounts/login/") for link in links(read(browser, course.url)))
    assert browser.get(second).headers["Location"].startswith(course.url)

    sign_up(browser)
    assert browser.get("/learn/").status_code == 200

    # Enrol, twice because the button was pressed twice.
    enroll = f"/learn/courses/{course.pk}/enrol/"
    assert enroll in actions(read(browser, course.url))
    for _ in range(2):
        assert browser.post(enroll).status_code in (302, 303)
    assert first in links(read(browser, "/learn/"))

    # Work through two lessons, go away, and come back to the second.
    lessons = course.outline.lessons
    read(browser, first)
    browser.post(f"/learn/lessons/{lessons[0].pk}/complete/")
    read(browser, second)
    assert second in links(read(browser, "/learn/"))
    assert "33" in read(browser, "/learn/")

    # A change of mind, and the end.
    browser.post(f"/learn/lessons/{lessons[0].pk}/undo/")
    for lesson in lessons:
        for _ in range(2):
            browser.post(f"/learn/lessons/{lesson.pk}/complete/")
    assert "Review course" in read(browser, "/learn/")

    # Leaving keeps the record; coming back finds it.
    browser.post(f"/learn/courses/{course.pk}/leave/")
    assert browser.get(third).status_code == 302
    browser.post(enroll)
    assert browser.get(third).status_code == 200
    assert "Review course" in read(browser, "/learn/")

    # Saved for later, found in the library, and out.
    browser.post(f"/learn/courses/{course.pk}/save/")
    assert course.url in links(read(browser, "/learn/library/"))
    browser.post("/accounts/logout/")
    assert browser.get("/learn/").status_code == 302


def test_expired_session_is_redirected_to_next_after_signing_in(course, browser):
    factories.user("student")
    response = browser.get("/learn/")
    assert response.headers["Location"] == "/accounts/login/?next=/learn/"
    login = {"login": "student@example.com", "password": factories.PASSWORD}
    response = browser.post("/accounts/login/?next=/learn/library/", login)
    assert response.headers["Location"] == "/learn/library/"
