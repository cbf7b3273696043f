"""What is written down, and when."""

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives
from django.db import transaction

from web.mail import Message
from web.models import OutgoingMail
from web.outbox import kinds
from web.outbox.delivery import send_due_mail
from web.outbox.kinds import Mailing
from web.outbox.queue import enqueue, mail_to
from web.outbox.serialization import deserialize, serialize

pytestmark = pytest.mark.both_databases
NOTICE = Message("socialaccount/email/account_connected", {"provider": "A & B"})


@pytest.fixture
def told(ada, monkeypatch) -> set:
    """A kind of mail to ada, with the numbers of what it may still tell."""
    numbers = {1, 2}

    def mailings(number: int) -> list[Mailing]:
        return [Mailing(NOTICE, [ada])] if number in numbers else []

    monkeypatch.setitem(kinds._kinds, "notice", mailings)
    return numbers


def test_whoever_is_to_be_told_is_told_once(told, server):
    enqueue("notice", number=1)
    enqueue("notice", number=2, key="once")
    enqueue("notice", number=2, key="once")
    assert send_due_mail() == 2
    assert server.recipients == ["ada@example.com"] * 2
    assert OutgoingMail.objects.waiting().count() == 0


def test_what_is_no_longer_so_is_not_told(told, ada, port):
    enqueue("notice", number=1)
    OutgoingMail.objects.create(kind="notice", context={"number": 2}, user=ada)
    told.clear()
    assert send_due_mail() == 0
    assert OutgoingMail.objects.filter(user=ada).count() == 0
    assert OutgoingMail.objects.waiting().count() == 0


def test_kind_that_breaks_is_tried_again(told, server, caplog):
    enqueue("nobody knows it", number=1)
    assert send_due_mail() == 0
    assert OutgoingMail.objects.waiting().get().tries == 1
    assert "could not be sent" in caplog.text


def test_rollback_writes_nothing(told, ada, write):
    def write_and_fail() -> None:
        with transaction.atomic():
            enqueue("notice", number=1)
            write("ada@example.com")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk"):
        write_and_fail()
    assert OutgoingMail.objects.count() == 0


def test_second_header_in_a_subject_is_refused_at_once(db):
    with pytest.raises(BadHeaderError):
        EmailMessage("Hello\nBcc: all@example.com", "x", to=["ada@example.com"]).send()
    assert OutgoingMail.objects.count() == 0


def test_message_without_recipients_is_not_written(db):
    assert EmailMessage("Hello", "x").send() == 0
    assert OutgoingMail.objects.count() == 0


def test_mail_to_an_address_is_found_however_it_is_written(write):
    write("Ada@Example.com", "bob@example.com")
    assert mail_to(["ada@example.com"]).count() == 1


def test_message_comes_back_as_it_was():
    message = EmailMultiAlternatives(
        "Grüße & <b>", "Text\n", "Site <site@example.com>", ["ada@example.com"],
        cc=["c@example.com"], reply_to=["r@example.com"], headers={"X-Kind": "a"},
    )  # fmt: skip
    message.attach_alternative("<p>Text</p>", "text/html")
    message.attach("a.txt", "Grüße", "text/plain")
    message.attach("a.bin", b"\0\xff", "application/octet-stream")
    message.extra_headers["Message-ID"], message.extra_headers["Date"] = "<1@example.com>", "now"
    again = deserialize(serialize(message))

    def parts(message) -> list[tuple]:
        parts = message.message().walk()
        return [(part.get_content_type(), part.get_payload(decode=True)) for part in parts]

    assert parts(again) == parts(message)
    assert dict(again.message().items()).keys() == dict(message.message().items()).keys()
    assert again.recipients() == message.recipients()
