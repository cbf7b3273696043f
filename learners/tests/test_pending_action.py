"""What was posted when the session was over is offered again after signing in, by one press."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.tests.factories import PASSWORD
from learners.enrollment.enrollment import enroll, leave
from learners.enrollment.library import save
from learners.models import Enrollment, LessonCompletion, SavedCourse
from learners.progress.progress import complete

BUTTONS = {
    "enrol": ("Enrol in “{}” now?", lambda: Enrollment.objects.active().exists()),
    "leave": ("Leave “{}”?", lambda: not Enrollment.objects.active().exists()),
    "save": ("Save “{}” for later?", lambda: SavedCourse.objects.exists()),
    "unsave": ("Remove “{}” from your library?", lambda: not SavedCourse.objects.exists()),
    "complete": ("Mark “{}” complete now?", lambda: LessonCompletion.objects.exists()),
    "undo": ("Mark “{}” as not complete?", lambda: not LessonCompletion.objects.exists()),
}


@pytest.fixture
def pressed(client, course, lessons, student):
    """Presses a button without being signed in; returns the address after signing in."""

    def press(verb: str, **fields) -> str:
        page = lessons[1] if verb in ("complete", "undo") else course
        response = client.post(reverse(f"learners:{verb}", args=[page.pk]), fields)
        assert response.status_code == 303
        credentials = {"login": student.email, "password": PASSWORD, "next": next_in(response.url)}
        return client.post("/accounts/login/", credentials).url

    return press


def next_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["next"][0]


def form_in(page: str) -> tuple[str, dict[str, str]]:
    """Of the question: where it is sent to, and its hidden fields."""
    html = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    return re.search(r'<form[^>]* action="([^"]+)"', html)[1], fields


def before(verb: str, course, lesson, student) -> None:
    """What has to be so that the button is there."""
    if verb in ("leave", "complete", "undo"):
        enroll(course, by=student)
    if verb == "undo":
        complete(lesson, by=student)
    if verb == "unsave":
        save(course, by=student)


@pytest.mark.parametrize("verb", BUTTONS)
def test_one_press_after_signing_in_does_it(verb, pressed, client, course, lessons, student):
    question, is_done = BUTTONS[verb]
    before(verb, course, lessons[1], student)
    url = pressed(verb, next="/courses/", then="next", evil="1" * 5000)
    page = client.get(url)
    title = lessons[1].title if verb in ("complete", "undo") else course.title
    assert (page.status_code, page["Cache-Control"].count("no-store")) == (200, 1)
    assert question.format(title) in page.text
    assert not is_done()
    action, fields = form_in(page.text)
    assert set(fields) == {"csrfmiddlewaretoken", "next", "then"}
    response = client.post(action, fields)
    where = lessons[2].url if verb == "complete" else f"{lessons[1].url}#your-progress"
    assert response.url == ("/courses/" if verb not in ("complete", "undo") else where)
    assert is_done()
    # Asked once more, there is nothing left to do, and nothing is done twice.
    assert client.get(url).status_code == 302


def test_next_is_bounded_and_leads_nowhere_else(pressed, client, course):
    for target in ("https://evil.example/", "//evil.example", "/" + "a" * 5000):
        url = pressed("save", next=target)
        assert len(url) < 500
        page = client.get(url).text
        assert "evil.example" not in page
        assert f'href="{course.url}">Not now' in page
        client.logout()


def test_only_what_this_site_signed_is_offered(pressed, client, monkeypatch):
    url = pressed("enrol")
    token = url.split("/")[-2]
    forged = [
        f"/learn/again/{token[:-1]}x/",
        "/learn/again/nonsense/",
        reverse("learners:pending_action", args=[signing.dumps(["learners:enrol", 1, {}])]),
    ]
    assert [client.get(address).status_code for address in forged] == [404] * 3
    assert client.post(url).status_code == 405
    monkeypatch.setattr("learners.pending_action.MAX_AGE", timedelta(0))
    response = client.get(url)
    assert response.status_code == 410
    assert "Nothing has happened" in response.text


def test_question_is_only_for_whom_the_page_is_for(pressed, client, course, lessons, student):
    """Not enrolled: the course says what to do. Restricted meanwhile: there is nothing."""
    enrol_url = pressed("enrol")
    client.logout()
    lesson_url = pressed("complete")
    assert client.get(lesson_url).url == f"{course.url}?locked={lessons[1].slug}#enrol"
    PageViewRestriction.objects.create(page=course, restriction_type="groups")
    assert [client.get(url).status_code for url in (enrol_url, lesson_url)] == [404, 404]
    client.logout()
    assert client.get(enrol_url).url == f"/accounts/login/?next={enrol_url.replace(':', '%3A')}"


def test_form_opened_before_signing_in_elsewhere_asks_once_more(course, lessons, student):
    """Its token is no longer good: nothing is done, and nothing has to be looked for."""
    enroll(course, by=student)
    client = Client(enforce_csrf_checks=True)
    address = reverse("learners:complete", args=[lessons[0].pk])
    response = client.post(address, {"csrfmiddlewaretoken": "old"})
    assert response.status_code == 403
    assert "/accounts/login/?next=/learn/again/" in response.text
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(address, {"csrfmiddlewaretoken": "old"})
    assert response.status_code == 403
    assert f"Mark “{lessons[0].title}” complete now?" in response.text
    action, fields = form_in(response.text)
    assert not LessonCompletion.objects.exists()
    assert client.post(action, fields).status_code == 303
    assert LessonCompletion.objects.exists()


def test_left_meanwhile_is_told_on_the_course_page(pressed, client, course, lessons, student):
    enroll(course, by=student)
    url = pressed("undo")
    leave(course, by=student)
    assert client.get(url).url.startswith(course.url)
