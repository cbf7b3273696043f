"""Messages of forms, from one page to the next: `web/message_storage.py`."""

import secrets

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from courses.tests import factories
from web.message_storage import MessageStorage

pytestmark = pytest.mark.django_db

ENROLLED = "You are enrolled"


@pytest.fixture
def enroll(course, client):
    def enroll(person) -> HttpResponse:
        client.force_login(person)
        return client.post(f"/learn/courses/{course.pk}/enrol/", {"next": "/learn/"})

    return enroll


def test_message_of_a_form_is_shown_once_and_never_in_the_session(client, enroll, student):
    assert enroll(student).cookies["messages"]["httponly"]
    assert "_messages" not in client.session
    assert ENROLLED in client.get("/learn/").content.decode()
    assert client.cookies["messages"].value == ""
    assert ENROLLED not in client.get("/learn/").content.decode()


def test_whoever_signs_in_next_does_not_see_it(client, enroll, student):
    enroll(student)
    client.force_login(factories.user("other@example.com"))
    assert ENROLLED not in client.get("/learn/").content.decode()
    assert client.cookies["messages"].value == ""


def test_what_a_visitor_was_told_is_shown_after_signing_in(client, student):
    client.force_login(student)
    session = client.session
    session["_messages"] = '[["__json_message",0,25,"Sign in first.",""]]'
    session.save()
    assert "Sign in first." in client.get("/learn/").content.decode()
    assert "Sign in first." not in client.get("/learn/").content.decode()


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_long_messages_arrive_whole(student, is_signed_in):
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), student if is_signed_in else AnonymousUser()
    texts = [str(number) + secrets.token_hex(900) for number in range(5)]
    response, storage = HttpResponse(), MessageStorage(request)
    for text in texts:
        storage.add(messages.INFO, text)
    assert storage.update(response) == []
    assert ("messages" in response.cookies) == is_signed_in
    request.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    assert sorted(str(message) for message in MessageStorage(request)) == texts
