"""What is written into the outbox arrives once, whatever becomes of server and worker."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from web.models import OutgoingMail
from web.outbox.delivery import RETRIES, claim_next, send_due_mail
from web.outbox.transport import MailServerUnavailable
from web.tests import smtp

pytestmark = pytest.mark.both_databases


def states() -> list[tuple]:
    rows = OutgoingMail.objects.order_by("pk")
    return [(bool(mail.sent_at), bool(mail.failed_at), mail.tries) for mail in rows]


def test_message_arrives_and_nothing_of_it_is_kept(server, write):
    write("ada@example.com")
    assert send_due_mail() == 1
    [message] = server.messages
    assert message["To"] == "ada@example.com"
    mail = OutgoingMail.objects.get()
    assert message["Message-ID"].startswith(f"<{mail.uuid}@")
    assert (mail.sealed, mail.tries) == ("", 1)
    assert send_due_mail() == 0


def test_row_tells_neither_address_nor_content(write):
    write("ada@example.com")
    text = str(OutgoingMail.objects.values().get())
    assert "ada" not in text
    assert "secret" not in text


def test_server_that_is_away_costs_no_try_and_no_message(port, write, caplog):
    write("ada@example.com", "bob@example.com")
    for _ in range(len(RETRIES) + 2):
        with pytest.raises(MailServerUnavailable, match="refused"):
            send_due_mail()
    assert states() == [(False, False, 0)] * 2
    assert "refused" in OutgoingMail.objects.first().error
    with pytest.raises(CommandError, match="does not take messages"):
        call_command("send_mail")
    with smtp.running(port) as server:
        assert send_due_mail() == 2
    assert server.recipients == ["ada@example.com", "bob@example.com"]
    assert OutgoingMail.objects.exclude(error="").count() == 0


def test_silent_server_is_waited_for_once(settings, write):
    write("ada@example.com", "bob@example.com", "cleo@example.com")
    with smtp.socket.create_server(("127.0.0.1", 0)) as silent:
        smtp.use(settings, silent.getsockname()[1], timeout=0.2)
        start = time.perf_counter()
        with pytest.raises(MailServerUnavailable, match="timed out"):
            send_due_mail()
    assert time.perf_counter() - start < 2


def test_refused_message_rests_longer_and_longer_and_is_given_up(server, write, clock):
    server.reply = lambda address: "550 No ada@example.com here" if "ada" in address else smtp.OK
    write("ada@example.com", "bob@example.com")
    assert send_due_mail() == 1
    assert server.recipients == ["bob@example.com"]
    total = timedelta()
    for number, pause in enumerate(RETRIES, 1):
        assert states()[0] == (False, False, number)
        clock(total + pause - timedelta(seconds=5))
        assert send_due_mail() == 0
        assert states()[0] == (False, False, number)
        total += pause
        clock(total + timedelta(seconds=5))
        send_due_mail()
        total += timedelta(seconds=5)
    mail = OutgoingMail.objects.failed().get()
    assert mail.error == "550 No … here"
    assert mail.sealed, "An administrator can send it again."


def test_accounts_come_first(server, write):
    write("news@example.com", priority=OutgoingMail.Priority.BULK)
    write("review@example.com")
    write("signup@example.com", priority=OutgoingMail.Priority.ACCOUNT)
    send_due_mail()
    assert server.recipients == ["signup@example.com", "review@example.com", "news@example.com"]


@pytest.mark.parametrize("hangs_up", [True, False])
def test_server_that_takes_some_messages_a_connection_gets_them_all(server, write, hangs_up):
    server.most, server.hangs_up = 2, hangs_up
    write(*(f"{name}@example.com" for name in "abcde"))
    assert send_due_mail() == 5
    assert server.recipients == [f"{name}@example.com" for name in "abcde"]


@pytest.mark.parametrize(
    ("step", "reply"),
    [("DATA", "421 Shutting down"), ("RCPT", "421 Shutting down"), ("MAIL", "452 Disk full")],
)
def test_server_that_takes_nothing_keeps_everything_due(server, write, step, reply):
    server.replies[step] = reply
    write("ada@example.com", "bob@example.com")
    with pytest.raises(MailServerUnavailable, match=reply[:3]):
        send_due_mail()
    assert states() == [(False, False, 0)] * 2


def test_server_that_looks_at_a_message_for_long_gets_it_once(server, write, settings):
    settings.EMAIL_TIMEOUT = 0.3
    server.seconds = 0.6
    write("ada@example.com")
    assert send_due_mail() == 1
    assert server.recipients == ["ada@example.com"]


def test_message_whose_fate_nobody_knows_rests(server, write):
    """Sent again at once, it would be there twice."""
    write("ada@example.com", "bob@example.com")
    server.hangs_up_after = "bob@example.com"
    assert send_due_mail() == 1
    assert states() == [(True, False, 1), (False, False, 1)]
    assert server.recipients == ["ada@example.com", "bob@example.com"]


def test_switched_off_account_gets_no_link(server, write, ada):
    write(ada.email, user=ada)
    ada.is_active = False
    ada.save()
    assert send_due_mail() == 0
    assert OutgoingMail.objects.count() == 0


def test_clock_that_was_ahead_keeps_nothing_back(server, write):
    write("ada@example.com")
    tomorrow = timezone.now() + timedelta(days=1)
    OutgoingMail.objects.update(created_at=tomorrow, not_before=tomorrow)
    assert send_due_mail() == 1


def test_claim_of_a_killed_worker_ends(server, write, clock):
    write("ada@example.com")
    claimed = claim_next()
    assert claim_next() is None
    clock(timedelta(minutes=11))
    assert send_due_mail() == 1
    assert server.messages[0]["Message-ID"].startswith(f"<{claimed.uuid}@")


def test_message_that_kills_its_worker_is_given_up_in_the_end(server, write, clock):
    write("ada@example.com")
    for number in range(len(RETRIES) + 1):
        clock(timedelta(minutes=11 * number))
        assert claim_next()
    server.reply = lambda address: "451 Later"
    clock(timedelta(minutes=11 * len(RETRIES) + 11))
    send_due_mail()
    assert OutgoingMail.objects.failed().count() == 1


def test_what_is_older_than_its_links_is_given_up(port, write, clock):
    write("ada@example.com")
    clock(timedelta(days=3, minutes=1))
    with pytest.raises(MailServerUnavailable):
        send_due_mail()
    assert OutgoingMail.objects.failed().count() == 1


def test_another_secret_key_opens_nothing_unless_the_old_one_is_kept(server, write, settings):
    write("ada@example.com", "bob@example.com")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    mails = OutgoingMail.objects.order_by("pk")
    mails.filter(pk=mails[1].pk).update(not_before=mails[1].created_at + timedelta(days=1))
    assert send_due_mail() == 0
    assert OutgoingMail.objects.failed().get().error == "sealed under another SECRET_KEY"
    settings.SECRET_KEY_FALLBACKS = [old]
    mails.filter(sent_at=None, failed_at=None).update(not_before=mails[1].created_at)
    assert send_due_mail() == 1
    assert server.recipients == ["bob@example.com"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(server, write):
    write(*(f"{number}@example.com" for number in range(30)))

    def work() -> None:
        send_due_mail()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(server.recipients) == sorted(f"{number}@example.com" for number in range(30))
    assert OutgoingMail.objects.waiting().count() == 0
