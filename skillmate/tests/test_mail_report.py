"""Administrators see what has not left, and send it again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.tests.counting import get_query_count
from courses.tests.release.conftest import client_of, person
from web.encryption import seal
from web.models import OutgoingMail
from web.outbox.queue import SALT

REPORT, DASHBOARD = "/admin/reports/mail/", "/admin/"


@pytest.fixture
def admin(admin_user) -> Client:
    return client_of(admin_user)


@pytest.fixture
def late(db) -> OutgoingMail:
    EmailMessage("Choose a <new> password", "x", to=["ada@example.com"]).send()
    hour_ago = timezone.now() - timedelta(hours=1)
    OutgoingMail.objects.update(created_at=hour_ago, tries=2, error="451 <Later>")
    return OutgoingMail.objects.get()


def test_dashboard_says_nothing_while_all_is_well(admin, student):
    EmailMessage("Hello", "x", to=["ada@example.com"]).send()
    assert "E-mail not sent" not in admin.get(DASHBOARD).content.decode()


def test_dashboard_tells_administrators_alone_what_is_late(admin, late):
    page = admin.get(DASHBOARD).content.decode()
    assert "1 message should have been sent by now; the oldest was written an hour ago." in page
    assert "451 &lt;Later&gt;" in page
    assert (
        "E-mail not sent" not in client_of(person("eve", EDITORS)).get(DASHBOARD).content.decode()
    )


def test_dashboard_tells_editors_how_many_were_given_up(home, late):
    OutgoingMail.objects.update(failed_at=timezone.now())
    pages = [
        client_of(person(role, role)).get(DASHBOARD).content.decode()
        for role in (EDITORS, INSTRUCTORS)
    ]
    assert ["1 message could not be sent" in page for page in pages] == [True, False]
    assert "451" not in pages[0]
    assert REPORT not in pages[0]


def test_dashboard_asks_for_the_worker_when_nobody_tried(admin, late):
    OutgoingMail.objects.update(tries=0, error="")
    assert "does the worker run?" in admin.get(DASHBOARD).content.decode()


def test_report_names_message_recipient_and_reason(admin, late, student):
    OutgoingMail.objects.create(kind="release_published", context={"release": 1}, user=student)
    page = admin.get(REPORT).content.decode()
    for text in ("Choose a &lt;new&gt; password", "ada@example.com", "451 &lt;Later&gt;"):
        assert text in page
    assert "A release went live" in page


def test_report_shows_what_another_key_has_sealed(admin, late):
    OutgoingMail.objects.update(sealed="gAAAAA")
    assert "Sealed under another SECRET_KEY" in admin.get(REPORT).content.decode()


def test_row_of_another_version_closes_no_report(admin, late):
    OutgoingMail.objects.update(sealed=seal("{}", salt=SALT))
    assert "Nobody can read it" in admin.get(REPORT).content.decode()


def test_report_takes_a_fixed_number_of_queries(admin, late, student):
    with_one = get_query_count(admin, REPORT)
    OutgoingMail.objects.bulk_create(
        OutgoingMail(kind="release_published", user=student) for _ in range(5)
    )
    assert get_query_count(admin, REPORT) <= with_one + 1  # the names of all of them


def test_given_up_message_is_sent_again(admin, late):
    OutgoingMail.objects.update(failed_at=timezone.now(), not_before=timezone.now())
    assert len(mail.outbox) == 0
    response = admin.post(f"{REPORT}{late.pk}/again/", follow=True)
    assert "1 message is being sent again." in response.content.decode()
    assert [message.subject for message in mail.outbox] == ["Choose a <new> password"]


def test_all_are_sent_again_at_once(admin, late):
    OutgoingMail.objects.update(not_before=timezone.now() + timedelta(hours=2))
    assert len(mail.outbox) == 0
    admin.post(f"{REPORT}again/")
    assert len(mail.outbox) == 1


def test_only_what_was_given_up_is_forgotten(admin, late):
    admin.post(f"{REPORT}{late.pk}/forget/")
    assert OutgoingMail.objects.count() == 1
    OutgoingMail.objects.update(failed_at=timezone.now())
    admin.post(f"{REPORT}{late.pk}/forget/")
    assert OutgoingMail.objects.count() == 0
