"""Operators are told of errors, without what people sent, and the page says so where it is true."""

import errno
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from skillmate import urls as site
from skillmate.operations import heartbeat, tasks
from skillmate.operations.models import ReportedError
from skillmate.tests.accounts.mailbox import html
from skillmate.tests.operations.planted import PLANTED, SECRETS, breaking_request
from web.worker_threads import WorkerThread

TOLD = "We have been told about it."
handler500 = site.handler500


def breaks(request: HttpRequest, token: str) -> HttpResponse:
    password = request.POST["password"]
    raise ValueError(f"{password} {token} {PLANTED['name']}")


def breaks_elsewhere(request: HttpRequest) -> HttpResponse:
    raise KeyError("another line of code")


def loses_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly") from ConnectionError()


def finds_no_room(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


urlpatterns = [
    path("breaks/<str:token>/", breaks, name="breaks"),
    path("breaks/elsewhere", breaks_elsewhere),
    path("breaks/database", loses_database),
    path("breaks/disk", finds_no_room),
    *site.urlpatterns,
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def told(settings):
    settings.ADMINS = [("a", "ann@example.org"), ("b", "bob@example.org")]
    settings.SERVER_EMAIL = "errors@learn.example.org"
    settings.CONTACT_EMAIL = "Us <hello@learn.example.org>"
    heartbeat.beat()


def get(address: str) -> str:
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 500
    return response.content.decode()


def test_admins_are_mailed_what_helps_and_nothing_that_was_sent():
    response = breaking_request(Client(raise_request_exception=False))
    assert TOLD in response.content.decode()
    assert [message.to for message in mail.outbox] == [["ann@example.org"], ["bob@example.org"]]
    message = mail.outbox[0]
    assert message.from_email == "errors@learn.example.org"
    assert message.subject == "[Skillmate] ValueError: <left out> in POST breaks"
    for text in (message.body, html(message)):
        assert response["X-Request-ID"] in text
        assert "test_error_reports.py" in text
    assert "in breaks\n    raise ValueError(f" in message.body
    everything = f"{message.message()}"
    assert [secret for secret in SECRETS if secret in everything] == []


def test_one_mail_an_hour_for_each_kind(clock):
    for _ in range(3):
        assert TOLD in get("/breaks/elsewhere")
    assert len(mail.outbox) == 2  # to both
    breaking_request(Client(raise_request_exception=False))
    assert len(mail.outbox) == 4
    clock(timedelta(minutes=59))
    get("/breaks/elsewhere")
    assert len(mail.outbox) == 4
    clock(timedelta(minutes=61))
    get("/breaks/elsewhere")
    assert len(mail.outbox) == 6


def test_page_promises_nothing_where_nobody_is_told(settings):
    settings.ADMINS = []
    page = get("/breaks/elsewhere")
    assert TOLD not in page
    assert 'write to <a href="mailto:hello@learn.example.org">' in page
    assert mail.outbox == []


def test_page_promises_nothing_where_no_worker_sends_mail(clock):
    clock(timedelta(minutes=4))
    page = get("/breaks/elsewhere")
    assert TOLD not in page
    assert "It is written down." in page
    assert 'write to <a href="mailto:hello@learn.example.org">' in page
    heartbeat.beat()
    assert TOLD in get("/breaks/elsewhere")


def test_page_promises_nothing_where_no_server_takes_mail(clock):
    EmailMessage("Hello", "x", to=["ada@example.org"]).send()
    clock(timedelta(minutes=12))
    heartbeat.beat()
    assert TOLD not in get("/breaks/elsewhere")


def test_page_promises_nothing_where_telling_fails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert TOLD not in get("/breaks/elsewhere")
    assert not ReportedError.objects.exists()  # the next one is tried again


@pytest.mark.parametrize("what", ["database", "disk"])
def test_outage_is_told_by_readyz_and_asks_no_database_to_keep_a_mail(
    what, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = Client(raise_request_exception=False).get(f"/breaks/{what}")
    assert response.status_code == 503


def test_failed_task_of_the_worker_is_reported():
    tasks.report_failed_task("error", tasks.beat.task_class(), ValueError(PLANTED["name"]))
    assert mail.outbox[0].subject == "[Skillmate] ValueError: <left out> in worker: beat"
    assert PLANTED["name"] not in str(mail.outbox[0].message())


@pytest.mark.django_db(transaction=True)  # the thread closes its connection before it looks
def test_failed_thread_of_the_worker_is_reported():
    def fail(is_stopped: object) -> None:
        raise ValueError(PLANTED["name"])

    WorkerThread("letters", fail)._look()
    assert mail.outbox[0].subject == "[Skillmate] ValueError: <left out> in worker: letters"


def test_old_reports_are_forgotten(clock):
    get("/breaks/elsewhere")
    tasks.forget_reports.call_local()
    assert ReportedError.objects.count() == 1
    clock(timedelta(days=31))
    tasks.forget_reports.call_local()
    assert not ReportedError.objects.exists()
