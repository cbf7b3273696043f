"""How a message is made, whatever it says."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone
from wagtail.users.models import UserProfile

from web.mail import Message, send
from web.models import OutgoingMail

CONTEXT = {"timestamp": datetime(2024, 1, 1, 12, tzinfo=UTC), "provider": "A & B"}
NOTICE = Message("socialaccount/email/account_connected", CONTEXT)


@pytest.fixture
def reader(db):
    user = get_user_model().objects.create_user("ada", email="ada@example.com")
    UserProfile.objects.create(user=user, current_time_zone="Asia/Tokyo")
    return user


@pytest.mark.django_db
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
    send(NOTICE, reader.email, user=reader)
    assert '<html lang="de">' in mail.outbox[0].alternatives[0][0]


def test_outbox_says_what_it_is_and_whose(reader):
    send(NOTICE, reader.email, user=reader, priority=OutgoingMail.Priority.ACCOUNT)
    row = OutgoingMail.objects.get()
    assert (row.kind, row.user, row.priority) == ("account_connected", reader, 0)
