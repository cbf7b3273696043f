"""Every mail: text and HTML, a subject of its own, links to the public address."""

from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import RequestFactory

from .mailbox import html, newest
from .markup import Page

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PREFIXES = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt")
    for path in TEMPLATES.glob("*/email/*_subject.txt")
)


@pytest.fixture
def visitor_request(client):
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    request = RequestFactory().get("/", headers={"user-agent": agent})
    request.user, request.session = AnonymousUser(), client.session
    with context.request_context(request):
        yield request


def send(prefix: str, user) -> mail.EmailMultiAlternatives:
    values = {
        "user": user,
        "activate_url": f"{settings.SITE_URL}/activate/",
        "password_reset_url": f"{settings.SITE_URL}/reset/",
        "from_email": "old@example.org",
        "to_email": "new@example.org",
        "deleted_email": "gone@example.org",
        "provider": "Google",
    }
    get_adapter().send_notification_mail(prefix, user, values)
    return newest()


def test_the_list_is_complete():
    assert len(PREFIXES) == 20


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_mail_says_the_same_in_text_and_html(prefix, student, visitor_request):
    message = send(prefix, student)

    for body in (message.body, html(message)):
        assert "Hello," in body
        assert settings.SITE_URL in body
        assert "example.com" not in body.replace(student.email, "")
        assert "{{" not in body
        assert "{%" not in body
    assert "[" not in message.subject
    assert "<p" not in message.body
    assert "&amp;" not in message.body
    assert Page(html(message)).unbalanced == []


def test_a_notice_names_the_browser(student, visitor_request):
    message = send("account/email/password_changed", student)

    for body in (message.body, html(message)):
        assert "Browser: Firefox on Windows" in body


def test_what_others_wrote_stays_text(student, visitor_request):
    values = {"provider": "A <b>bold</b> & loud one"}
    get_adapter().send_notification_mail("socialaccount/email/account_connected", student, values)

    assert "with A <b>bold</b> & loud one." in newest().body
    assert "with A &lt;b&gt;bold&lt;/b&gt; &amp; loud one." in html(newest())


def test_no_mail_holds_a_password_or_a_code(client, student):
    secret = "correct horse battery"
    client.post("/accounts/signup/", {"email": "ann@example.org", "password1": secret})

    assert secret not in newest().message().as_string()
