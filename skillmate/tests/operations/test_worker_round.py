"""Where only cron runs nothing is left undone that the worker does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files import locks
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from courses.models import CoursePage
from media.models import CustomRendition, RenditionRequest
from media.tests import factories
from skillmate.operations import checks, worker_round
from web import worker_threads
from web.models import OutgoingMail
from web.tests import smtp

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch) -> None:
    settings.VAR_DIR = tmp_path
    worker_round.autodiscover_modules("tasks")  # as the worker does when it starts
    # Tasks would close the connection, and with it the test's transaction.
    monkeypatch.setattr(HUEY, "immediate", True)


def run() -> None:
    call_command("run_worker_once")


def test_one_round_does_all_of_it(course, settings):
    EmailMessage("Hello", "x", to=["ada@example.com"]).send()
    RenditionRequest.objects.create(image=factories.image(), specs="width-100")
    past = timezone.now() - timedelta(minutes=1)
    CoursePage.objects.filter(pk=course.pk).update(expire_at=past)
    Session.objects.create(session_key="over", session_data="", expire_date=past)
    with smtp.running(port := smtp.free_port()) as server:
        smtp.use(settings, port)
        run()
    assert server.recipients == ["ada@example.com"]
    assert CustomRendition.objects.filter(filter_spec="width-100").exists()
    assert not CoursePage.objects.get(pk=course.pk).live
    assert not Session.objects.exists()
    assert (checks.worker(), checks.mail()) == ("", "")


def test_every_task_and_thread_of_the_worker_is_known():
    assert set(worker_round.WORK) == set(worker_threads._registered)
    midnight = datetime(2026, 11, 30, tzinfo=UTC)
    minutes = worker_round._minutes(midnight, midnight + timedelta(days=1))
    found = {task.name for minute in minutes for task in worker_round._tasks_of(minute)}
    assert found == {task.name for task in HUEY._registry.periodic_tasks}


def names(clock, when: datetime) -> set[str]:
    # Against the machine's clock: Django's may already be a moved one.
    clock(when - datetime.now(UTC))
    return {task.name for task in worker_round._due_tasks()}


def test_chores_of_the_night_are_done_once_and_also_after_a_gap(clock):
    evening = timezone.now().astimezone(UTC).replace(hour=22, minute=0, second=7)
    assert "forget_sessions" in names(clock, evening)  # of the last night: nobody did
    assert "forget_sessions" not in names(clock, evening + timedelta(minutes=1))
    morning = evening + timedelta(hours=12)
    assert {"forget_sessions", "forget_mail", "clean_up", "beat"} <= names(clock, morning)
    assert {"forget_sessions", "clean_up"} & names(clock, morning + timedelta(minutes=1)) == set()


def test_what_fails_keeps_nothing_else(settings):
    smtp.use(settings, smtp.free_port())
    EmailMessage("Hello", "x", to=["ada@example.com"]).send()
    RenditionRequest.objects.create(image=factories.image(), specs="width-100")
    with pytest.raises(CommandError, match="Failed: Mail"):
        run()
    assert OutgoingMail.objects.waiting().count() == 1
    assert not RenditionRequest.objects.exists()


def test_unexpected_failure_is_reported(settings, monkeypatch):
    settings.ADMINS = [("a", "ann@example.org")]
    with monkeypatch.context() as patch:
        patch.setitem(worker_round.WORK, "Renditions", lambda is_stopped: 1 / 0)
        with pytest.raises(CommandError, match="Failed: Renditions"):
            run()
    assert [message.subject for message in mail.outbox] == [
        "[Skillmate] ZeroDivisionError: <left out> in worker: Renditions"
    ]


def test_rounds_do_not_pile_up(tmp_path, capsys):
    with Path(tmp_path, "worker-round.lock").open("ab") as file:
        locks.lock(file, locks.LOCK_EX)
        run()
    assert "Another round is not over yet." in capsys.readouterr().out
    assert checks.worker() == "The worker has never been heard of."
