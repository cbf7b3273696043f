"""Administrators see on the dashboard what is missing; others see nothing and pay nothing."""

from threading import Event

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.tests.factories import user
from skillmate.operations import heartbeat
from skillmate.version import VERSION

pytestmark = pytest.mark.django_db
HEADING = "The site needs looking after"


def dashboard(person: User) -> tuple[str, list[str]]:
    client = Client()
    client.force_login(person)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/admin/").content.decode()
    return page, [query["sql"] for query in queries if "operations_" in query["sql"]]


def test_administrator_sees_what_is_missing(settings):
    admin = User.objects.create_superuser("admin")
    page, queries = dashboard(admin)
    assert HEADING in page
    assert "The worker has never been heard of." in page
    assert f"Skillmate {VERSION}" in page
    assert len(queries) == 1
    heartbeat.beat()
    page, _queries = dashboard(admin)
    assert HEADING not in page
    settings.DISK_FREE_MIN = 10**18
    page, _queries = dashboard(admin)
    assert "There is little room left on the disk of: MEDIA_ROOT" in page


def test_dashboard_waits_for_no_disk(settings, monkeypatch):
    end = Event()
    monkeypatch.setattr("skillmate.operations.readiness.LIMIT", 0.1)
    monkeypatch.setattr("skillmate.operations.checks.disk_usage", lambda path: end.wait(20))
    page, _queries = dashboard(User.objects.create_superuser("admin"))
    end.set()
    assert "A disk of the site does not answer." in page


@pytest.mark.parametrize("group", ["Editors", "Instructors"])
def test_others_see_and_pay_nothing(home, group):
    person = user("ed")
    person.groups.add(Group.objects.get(name=group))
    page, queries = dashboard(person)
    assert (HEADING in page, f"Skillmate {VERSION}" in page, queries) == (False, False, [])
