"""Each check is silent where all is well, and says in one sentence what is not."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from skillmate.operations import checks, heartbeat, tasks
from web.models import OutgoingMail
from web.tests.cache import broken

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_worker_is_missed_after_three_minutes(clock):
    assert checks.worker() == "The worker has never been heard of."
    tasks.beat.call_local()
    assert checks.worker() == ""
    clock(timedelta(minutes=2))
    assert checks.worker() == ""
    clock(timedelta(minutes=4))
    assert checks.worker() == "The worker was last heard of 4 minutes ago."
    clock(timedelta(hours=5))
    assert checks.worker() == "The worker was last heard of 5 hours ago."
    tasks.beat.call_local()
    assert heartbeat.silence() < timedelta(seconds=5)


def test_migration_that_was_not_applied_is_missed(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(checks, "_is_migrated", False)
    row = MigrationRecorder.Migration.objects.get(app="operations")
    MigrationRecorder.Migration.objects.filter(pk=row.pk).delete()
    assert checks.migrations() == "1 migration has not been applied."
    row.save()
    assert checks.migrations() == ""
    with django_assert_num_queries(0):  # they do not go again
        assert checks.migrations() == ""


def test_mail_is_missed_when_it_could_have_left_long_ago(clock):
    assert checks.mail() == ""
    EmailMessage("Hello", "x", to=["ada@example.com"]).send()
    assert checks.mail() == ""
    clock(timedelta(minutes=12))
    assert checks.mail() == "Mail has been waiting for 12 minutes."
    # One that was refused, and is to be tried again in a while, holds up nothing.
    OutgoingMail.objects.update(not_before=timezone.now() + timedelta(hours=2), tries=4)
    assert checks.mail() == ""
    OutgoingMail.objects.update(
        not_before=timezone.now() - timedelta(hours=3), sent_at=timezone.now()
    )
    assert checks.mail() == ""


def test_cache_that_keeps_nothing_is_missed(settings):
    assert checks.cache() == ""
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {**settings.CACHES, "renditions": dummy}
    assert checks.cache() == "The cache does not keep what it is given."


def test_cache_keeps_nothing_of_being_asked(settings, tmp_path):
    files = {
        "default": broken.files_below(tmp_path / "a"),
        "renditions": broken.files_below(tmp_path / "b"),
    }
    settings.CACHES = files
    for _number in range(3):
        assert checks.cache() == ""
    assert [*tmp_path.rglob("*.djcache")] == []


def test_every_disk_is_looked_at(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "made" / "yet"
    assert checks.disk() == ""
    settings.DISK_FREE_MIN = 10**18
    sentence = checks.disk()
    for name in ("MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "var"):
        assert name in sentence
    assert str(tmp_path) not in sentence
