"""Whoever asks is answered in time, whatever hangs."""

from threading import Event
from time import monotonic

import pytest
from django.db import connection

from skillmate.operations import heartbeat
from skillmate.operations.readiness import problems

SECRET = "postgres://skillmate:secret@db.internal/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_site_that_has_everything_misses_nothing():
    assert problems(seconds=20) == {"worker": "The worker has never been heard of."}
    heartbeat.beat()
    assert problems(seconds=20) == {}
    with connection.cursor() as cursor:  # the connections of the checks were their own
        cursor.execute("SELECT 1")


def test_check_that_hangs_holds_nobody_and_is_not_asked_twice():
    asked, end = [], Event()

    def hang() -> str:
        asked.append(1)
        end.wait(20)
        return ""

    checks = {"hung": hang, "disk": lambda: "There is little room left."}
    for _ in range(2):
        start = monotonic()
        missing = problems(checks, seconds=0.1)
        assert monotonic() - start < 5
        assert missing == {"hung": "It does not answer.", "disk": "There is little room left."}
    assert len(asked) == 1
    end.set()
    assert problems({"hung": hang}, seconds=20) == {}


def test_check_that_breaks_is_missing_and_tells_no_secret(caplog):
    def refused() -> str:
        raise ConnectionRefusedError(f"connection to {SECRET} refused")

    assert problems({"cache": refused}) == {"cache": "It cannot be asked."}
    [record] = caplog.records
    assert record.getMessage() == "check-cache: ConnectionRefusedError: <left out>"
