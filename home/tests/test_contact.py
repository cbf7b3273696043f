"""The contact form: stored, mailed, and no use to programs."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import PageViewRestriction

from courses.tests.factories import PASSWORD
from home.models import ContactMessage, ContactPage

MESSAGE = {
    "name": "Ada",
    "email": "ada@example.com",
    "subject": "A question",
    "message": "Is there a course on engines?",
    "website": "",
}


@pytest.fixture
def send(home, client):
    return lambda **changes: client.post("/contact/", MESSAGE | changes)


def test_message_is_stored_mailed_and_acknowledged(
    send, client, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = send()
    assert response.headers["Location"] == "/contact/?sent=1"
    contact_message = ContactMessage.objects.get()
    assert (contact_message.name, contact_message.message) == ("Ada", MESSAGE["message"])
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == ([settings.CONTACT_EMAIL], ["ada@example.com"])
    assert MESSAGE["message"] in message.body
    assert "Thank you" in client.get("/contact/?sent=1").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "nobody"),
        ("email", f"ada@{'a.' * 130}example.com"),
        ("email", "a@b.c\r\nBcc: all@example.com"),
        ("subject", ""),
        ("subject", "x" * 161),
        ("message", ""),
        ("message", "x" * 5001),
        ("message", "nul\0here"),
    ],
)
def test_bad_input_is_shown_and_the_rest_preserved(send, field, value):
    response = send(**{field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    unchanged = {k: v for k, v in MESSAGE.items() if k not in (field, "website")}
    assert [text in response.content.decode() for text in unchanged.values()] == [True] * 3
    assert ContactMessage.objects.count() == 0


def test_subject_cannot_smuggle_headers_into_the_mail(send, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(subject="Hello\r\nBcc: all@example.com")
    assert [message.bcc for message in mail.outbox] == [[]]
    assert [message.subject for message in mail.outbox] == ["Contact: Hello Bcc: all@example.com"]


@pytest.mark.parametrize("field", ["name", "subject"])
def test_one_line_stays_one_line(send, field, django_capture_on_commit_callbacks):
    forged = "Ada\r\n\r\nYour account is locked.\u2028Bcc: all@example.com\x0bSubject: x"
    with django_capture_on_commit_callbacks(execute=True):
        send(**{field: forged})
    [message] = mail.outbox
    line = "Ada Your account is locked. Bcc: all@example.com Subject: x"
    assert line in message.body.splitlines() + [message.body.partition(" <")[0]]
    assert message.message()["Bcc"] is None
    assert message.recipients() == message.to


def test_honeypot_message_is_discarded_with_a_thank_you(send):
    assert send(website="http://spam.example").status_code == 302
    assert (ContactMessage.objects.count(), mail.outbox) == (0, [])


def test_a_second_press_sends_nothing_more(send, clock):
    assert [send().status_code for _press in range(2)] == [302, 302]
    assert ContactMessage.objects.count() == 1
    clock(timedelta(hours=2))
    send()
    assert ContactMessage.objects.count() == 2


def test_too_many_messages_show_when_to_try_again(send, settings):
    settings.CONTACT_RATE = "2/h"
    assert [send(subject=str(number)).status_code for number in range(3)] == [302, 302, 200]
    assert "try again" in send().content.decode()
    assert ContactMessage.objects.count() == 2


def test_visitor_reads_the_form_without_storing_anything(home, client):
    client.get("/contact/")
    assert ContactMessage.objects.count() == 0


def test_message_from_a_form_opened_before_signing_in_elsewhere_is_not_lost(home):
    """Its token is no longer good: nothing is sent, and pressing once more sends it."""
    client = Client(enforce_csrf_checks=True)
    response = client.post("/contact/", MESSAGE | {"csrfmiddlewaretoken": "old"})
    assert (response.status_code, ContactMessage.objects.count()) == (403, 0)
    assert "has not been sent" in response.text
    assert [text in response.text for text in MESSAGE.values()] == [True] * 5
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', response.text)
    assert client.post("/contact/", MESSAGE | {"csrfmiddlewaretoken": token}).status_code == 302
    assert ContactMessage.objects.count() == 1
    assert "has not been sent" not in client.post("/about/", MESSAGE).text


def test_message_to_a_form_for_people_signed_in_waits_for_them(home, student, client):
    page = ContactPage.objects.get()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = client.post("/contact/", MESSAGE | {"message": MESSAGE["message"] * 10_000})
    assert response.url == "/_util/login/?next=/contact/"
    assert len(str(dict(client.session))) < 11_000
    client.post("/contact/", MESSAGE)
    credentials = {"login": student.email, "password": PASSWORD, "next": "/contact/"}
    assert client.post("/accounts/login/", credentials).url == "/contact/"
    form = client.get("/contact/").text
    assert [text in form for text in MESSAGE.values()] == [True] * 5
    assert "has not been sent" in form
    assert ContactMessage.objects.count() == 0
    assert client.post("/contact/", MESSAGE).status_code == 302
    assert "has not been sent" not in client.get("/contact/").text
