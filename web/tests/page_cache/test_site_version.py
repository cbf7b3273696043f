import pytest
from django.db import connection, transaction

from web.models import SiteChange
from web.page_cache.site_version import (
    KEPT_CHANGES,
    current_version,
    forget_old_changes,
    mark_changed,
    site_changed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def rows(db):
    return SiteChange.objects.filter(pk__gt=getattr(SiteChange.objects.last(), "pk", 0))


def test_each_change_is_another_version():
    versions = []
    for _ in range(3):
        versions.append(current_version())
        mark_changed()
    assert len({*versions, current_version()}) == 4


def test_transaction_writes_one_row(rows):
    for _ in range(3):
        mark_changed()
    assert rows.count() == 1


def test_what_was_rolled_back_is_no_change(rows):
    before = current_version()
    with transaction.atomic():
        mark_changed()
        transaction.set_rollback(True)
    assert current_version() == before


def test_change_after_a_rollback_is_another_version(rows):
    before = current_version()
    with transaction.atomic():
        mark_changed()
        transaction.set_rollback(True)
    mark_changed()
    assert rows.count() == 1
    assert current_version() != before


def test_same_number_of_changes_is_another_version_in_a_restored_backup():
    backup = list(SiteChange.objects.values("pk", "token"))
    versions = set()
    for _ in range(2):
        SiteChange.objects.all().delete()
        SiteChange.objects.bulk_create([SiteChange(**row) for row in backup])
        current_version()
        mark_changed()
        versions.add(current_version())
    assert len(versions) == 2


def test_commit_is_announced_once(django_capture_on_commit_callbacks):
    received = []
    site_changed.connect(receiver := lambda **_kwargs: received.append(1))
    try:
        with django_capture_on_commit_callbacks(execute=True):
            mark_changed()
            mark_changed()
            assert received == []
        assert received == [1]
    finally:
        site_changed.disconnect(receiver)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is in the process")
def test_connection_that_has_ended_is_made_anew():
    version = current_version()
    other = connection.copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            [process] = cursor.fetchone()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
        assert current_version() == version
        connection.close()
        assert current_version() == version
    finally:
        other.close()


def test_old_changes_are_forgotten():
    SiteChange.objects.bulk_create([SiteChange(token=n) for n in range(KEPT_CHANGES + 5)])
    newest = SiteChange.objects.order_by("-pk").values_list("token", flat=True)[0]
    before = current_version()
    forget_old_changes()
    assert SiteChange.objects.count() == KEPT_CHANGES
    assert SiteChange.objects.order_by("-pk").values_list("token", flat=True)[0] == newest
    assert current_version() != before
    forget_old_changes()
    assert SiteChange.objects.count() == KEPT_CHANGES
