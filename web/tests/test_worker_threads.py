"""The worker's threads, by the one that sends mail."""

import time

import pytest

from web.models import OutgoingMail
from web.outbox.delivery import send_due_mail
from web.worker_threads import WorkerThread

# On SQLite a thread of its own writes while the test does: as the worker does beside the site.
pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


def wait_until(condition, seconds: float = 10) -> float:
    """The seconds it took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds
        time.sleep(0.02)
    return time.monotonic() - start


def test_message_leaves_within_two_seconds_and_failures_stop_nothing(server, write):
    thread = WorkerThread("Mail", send_due_mail)
    thread.start()
    try:
        time.sleep(0.1)  # it has looked, and found nothing
        write("ada@example.com")
        assert wait_until(lambda: server.messages) < 2
        OutgoingMail.objects.create(kind="nobody knows it")
        write("bob@example.com")
        wait_until(lambda: len(server.messages) == 2)
    finally:
        thread.stop()
    assert not thread.is_alive()
    write("cleo@example.com")
    assert OutgoingMail.objects.waiting().count() == 2  # that one, and what nobody knows
