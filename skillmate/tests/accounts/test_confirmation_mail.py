"""What the page says of a link is so: it has left, or is about to."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from web.models import OutgoingMail
from web.outbox.queue import address_digest
from web.tests import smtp

PASSWORD = "correct horse battery"
SENT = "We are sending you a message"


@pytest.fixture
def sign_up(client):
    data = {"email": "ann@example.org", "password1": PASSWORD}
    return lambda: client.post("/accounts/signup/", data, follow=True)


@pytest.fixture
def sign_in(client):
    data = {"login": "ann@example.org", "password": PASSWORD}
    return lambda: client.post("/accounts/login/", data, follow=True)


def test_signing_up_waits_for_no_mail_server(sign_up, sign_in, settings, db):
    smtp.use(settings, port := smtp.free_port())
    assert SENT in sign_up().content.decode()
    assert SENT in sign_in().content.decode()
    assert len(mail.outbox) == 0
    assert OutgoingMail.objects.waiting().count() == 1
    with smtp.running(port) as server:
        assert len(mail.outbox) == 0
    assert server.recipients == ["ann@example.org"]


def test_changing_the_password_waits_for_no_mail_server(student_client, student, settings):
    smtp.use(settings, smtp.free_port())
    passwords = {"oldpassword": "learn-and-teach", "password1": PASSWORD, "password2": PASSWORD}
    response = student_client.post("/accounts/password/change/", passwords, follow=True)
    assert response.status_code == 200
    student.refresh_from_db()
    assert student.check_password(PASSWORD)


def test_second_link_within_minutes_is_not_written(sign_up, sign_in, db, clock):
    sign_up()
    sign_in()
    assert len(mail.outbox) == 1
    clock(timedelta(minutes=4))
    sign_in()
    assert len(mail.outbox) == 2


def test_link_that_was_given_up_does_not_count(sign_up, sign_in, db):
    sign_up()
    OutgoingMail.objects.update(failed_at=timezone.now())
    assert SENT in sign_in().content.decode()
    assert len(mail.outbox) == 1


def test_many_links_to_one_address_end_in_words(sign_up, db):
    for number in range(5):
        OutgoingMail.objects.create(
            kind="email_confirmation",
            address_digest=address_digest("ann@example.org"),
            sealed="x",
            sent_at=timezone.now(),
            key=f"{number}",
        )
    response = sign_up()
    assert response.status_code == 429
    assert OutgoingMail.objects.waiting().count() == 0
    assert not User.objects.exists()
