"""How a message is made and sent, whatever it says."""

import logging
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from wagtail.users.models import UserProfile

from web.mail import Message, send, send_or_log, send_to_users

CONTEXT = {"timestamp": datetime(2024, 1, 1, 12, tzinfo=UTC), "provider": "A & B"}
NOTICE = Message("socialaccount/email/account_connected", CONTEXT)


class Failing(EmailBackend):
    def send_messages(self, messages):
        raise OSError("ada@example.com: mailbox full")


@pytest.fixture
def mail_log(settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    caplog.set_level(logging.ERROR, logger="skillmate.mail")
    return caplog


@pytest.fixture
def reader(db):
    user = get_user_model().objects.create_user("ada", email="ada@example.com")
    UserProfile.objects.create(user=user, current_time_zone="Asia/Tokyo")
    return user


def test_message_is_text_and_html_from_a_program(settings):
    settings.WAGTAIL_SITE_NAME = "Bakers & Co"
    send(NOTICE, "ada@example.com", reply_to=["bob@example.com"])
    [message] = mail.outbox
    [(html, kind)] = message.alternatives
    assert (message.to, message.reply_to, kind) == (
        ["ada@example.com"],
        ["bob@example.com"],
        "text/html",
    )
    assert message.subject == "A & B was connected"
    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert "Bakers & Co" in message.body
    assert "Bakers &amp; Co" in html


def test_times_are_in_the_time_zone_of_the_recipient(reader):
    send(NOTICE, reader.email, user=reader)
    send(NOTICE, reader.email)
    assert ["21:00 JST" in message.body for message in mail.outbox] == [True, False]
    assert timezone.get_current_timezone_name() == "UTC"


def test_language_is_that_of_the_recipient(reader, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    reader.wagtail_userprofile.preferred_language = "de"
    send_to_users(NOTICE, [reader])
    assert '<html lang="de">' in mail.outbox[0].alternatives[0][0]


def test_failure_is_raised_by_send(mail_log):
    with pytest.raises(OSError, match="full"):
        send(NOTICE, "ada@example.com")


def test_failure_is_logged_without_an_address(mail_log):
    send_or_log(NOTICE, "ada@example.com")
    assert [record.getMessage() for record in mail_log.records] == [
        "account_connected could not be sent"
    ]
