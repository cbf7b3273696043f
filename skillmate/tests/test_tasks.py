"""What the worker forgets each night: sessions that are over, and old entries about accounts."""

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as site
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from courses.tests.factories import PASSWORD
from skillmate import tasks

from .test_settings import COMPLETE

FIND_TASKS = """
import django
from django.utils.module_loading import autodiscover_modules
from huey.contrib.djhuey import HUEY

django.setup()
autodiscover_modules("tasks")  # as `run_huey` does
print(*sorted(HUEY._registry._registry))
"""


def sign_in(person) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def expire(client: Client) -> None:
    expire_date = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=client.session.session_key).update(expire_date=expire_date)


@pytest.mark.both_databases
def test_sessions_that_are_over_go_and_others_stay(student):
    active, expired, deleted = (sign_in(student) for _ in range(3))
    expire(expired)
    Session.objects.filter(pk=deleted.session.session_key).delete()
    for _ in range(2):
        tasks.forget_sessions.call_local()
        assert [session.pk for session in Session.objects.all()] == [active.session.session_key]
        keys = UserSession.objects.values_list("session_key", flat=True)
        assert list(keys) == [active.session.session_key]
    assert get_user(active) == student


@pytest.mark.both_databases
def test_any_number_of_sessions_goes_in_two_statements(student, django_assert_num_queries):
    for browser in [sign_in(student) for _ in range(3)]:
        expire(browser)
    with django_assert_num_queries(2):
        tasks.forget_sessions.call_local()
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


@pytest.fixture
def entries(student, course) -> None:
    """Of a sign-in, a role, a group and a course, each 366 days ago and 364."""
    ModelLogEntry.objects.all().delete()
    PageLogEntry.objects.all().delete()
    group = Group.objects.create(name="People")
    for days in (366, 364):
        timestamp = timezone.now() - timedelta(days=days)
        log(instance=student, action="skillmate.sign_in", user=student, timestamp=timestamp)
        log(
            instance=student, action="skillmate.role_added", data={"role": "x"}, timestamp=timestamp
        )
        log(instance=group, action="wagtail.edit", timestamp=timestamp)
        log(instance=course, action="wagtail.publish", user=student, timestamp=timestamp)


def entry_ages() -> list[tuple[str, int]]:
    """What the entries that are left tell, and how many days ago it was."""
    now = timezone.now()
    rows = [*ModelLogEntry.objects.all(), *PageLogEntry.objects.all()]
    return sorted((row.action, (now - row.timestamp).days) for row in rows)


CONTENT = [(f"wagtail.{action}", days) for action in ("edit", "publish") for days in (364, 366)]
ACCOUNTS = [("skillmate.role_added", 364), ("skillmate.sign_in", 364)]


@pytest.mark.both_databases
def test_entries_about_accounts_go_after_their_days(entries, django_assert_num_queries):
    with django_assert_num_queries(1):
        tasks.forget_entries.call_local()
    assert entry_ages() == [*ACCOUNTS, *CONTENT]
    tasks.forget_entries.call_local()
    assert entry_ages() == [*ACCOUNTS, *CONTENT]


@pytest.mark.parametrize("days", [0, -1])
def test_entries_stay_where_no_days_are_set(entries, settings, days):
    settings.AUDIT_DAYS = days
    tasks.forget_entries.call_local()
    assert len(entry_ages()) == 8


def run(code: str, **environment: str) -> str:
    """With the production settings, in a process of its own: what it prints."""
    variables = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "skillmate.settings.production",
        **COMPLETE,
        **environment,
    }
    return subprocess.check_output(  # noqa: S603  (this interpreter, code from here)
        [sys.executable, "-c", code], cwd=site.BASE_DIR, env=variables, text=True
    ).strip()


def test_days_are_read_from_the_environment():
    code = "from django.conf import settings; print(settings.AUDIT_DAYS)"
    outputs = [run(code), *(run(code, AUDIT_DAYS=value) for value in ("30", "0", ""))]
    assert outputs == ["365", "30", "0", "0"]


def test_the_worker_finds_the_cleanup_tasks():
    names = run(FIND_TASKS).split()
    assert {"skillmate.tasks.forget_sessions", "skillmate.tasks.forget_entries"} <= {*names}


@pytest.mark.parametrize("task", [tasks.forget_sessions, tasks.forget_entries])
def test_it_is_due_once_a_day(task):
    day = [datetime(2026, 1, 1) + timedelta(minutes=minute) for minute in range(24 * 60)]
    assert sum(task.task_class().validate_datetime(moment) for moment in day) == 1
