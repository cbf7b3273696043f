"""Whoever ends a backup or a restore, and however, finds nothing half."""

import os
import signal
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError
from django.db import connection

from courses.models import CoursePage
from skillmate.backup import databases, folders, journal, making, restoring
from skillmate.backup.making import WORKSPACE

from .conftest import check_nothing_is_there, files_below, fresh_database, place_files, run
from .ended import code_of, exit_code, started, wait_until

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

FILES = {f"media/images/{name}.png": name.encode() for name in "abc"}
FILES |= {f"private/videos/{name}.mp4": name.encode() for name in "abc"}
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="asks no server")

UNPACKING = (folders, "unpack", 3)
PLACING = (folders.shutil, "move", 3)
DONE = (folders, "keep", 1)


@pytest.fixture
def archive(course, tmp_path, old_home) -> Path:
    for name, content in FILES.items():
        path = old_home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    run("backup", tmp_path)
    return next(tmp_path.glob("*.tar"))


@pytest.fixture
def new_home(archive, settings, tmp_path):
    """Neither of the two folders is there, and the database is empty."""
    home = tmp_path / "new"
    place_files(settings, home)
    with fresh_database(tmp_path):
        yield home
        connection.close()


def backup_of(home: Path) -> Path:
    folder = home.with_name("again")
    folder.mkdir()
    run("backup", folder)
    return next(folder.iterdir())


def files_of(archive: Path) -> set[str]:
    return set(restoring.check(archive)["files"])


def check_all_is_there(home: Path) -> None:
    assert files_below(home) == FILES
    assert CoursePage.objects.exists()
    assert list(home.parent.glob(".*")) == []


@pytest.mark.parametrize(
    ("moment", "number"),
    [(UNPACKING, signal.SIGINT), (PLACING, signal.SIGTERM), (PLACING, signal.SIGHUP)],
)
def test_restore_puts_all_back_when_it_is_told_to_end(archive, new_home, moment, number):
    assert exit_code(moment, number, "restore", archive) == 128 + number
    check_nothing_is_there(new_home)


def test_restore_tidies_up_after_those_that_were_killed(archive, new_home):
    for moment in (UNPACKING, PLACING, UNPACKING):
        assert exit_code(moment, signal.SIGKILL, "restore", archive) == 128 + signal.SIGKILL
        assert databases.is_empty()
        assert (new_home / "media" / folders.STAGING).exists()
        assert (new_home / "media/images/a.png").exists() == (moment == PLACING)
    # Once the database is there, it is too late to put anything back.
    assert exit_code(DONE, signal.SIGTERM, "restore", archive) == 0
    check_all_is_there(new_home)


def test_a_restore_that_was_killed_after_its_last_step_is_whole(archive, new_home):
    assert exit_code(DONE, signal.SIGKILL, "restore", archive) == 128 + signal.SIGKILL
    assert (new_home / "media" / folders.STAGING / journal.NAME).exists()
    assert files_of(archive) == files_of(backup_of(new_home))
    check_all_is_there(new_home)
    with pytest.raises(CommandError, match="The database is not empty"):
        run("restore", archive)


def test_files_that_were_placed_for_another_database_are_left_alone(archive, new_home):
    exit_code(PLACING, signal.SIGKILL, "restore", archive)
    placed = journal.read(new_home / "media" / folders.STAGING)
    journal.write(
        new_home / "media" / folders.STAGING,
        journal.Placed("postgresql/elsewhere", placed.files, placed.folders),
    )
    with pytest.raises(CommandError, match="A restore into postgresql/elsewhere was killed"):
        run("restore", archive)
    assert (new_home / "media/images/a.png").exists()


def test_two_at_a_time_are_one_too_many(archive, new_home):
    with started(UNPACKING, "restore", archive) as process:
        with pytest.raises(CommandError, match="Another backup or restore is at work in"):
            run("restore", archive)
        os.kill(process, signal.SIGTERM)
    assert code_of(process) == 128 + signal.SIGTERM
    check_nothing_is_there(new_home)


def test_a_disk_that_fails_is_told(archive, new_home, settings):
    blocked = new_home / "file"
    new_home.mkdir()
    blocked.touch()
    settings.PRIVATE_MEDIA_ROOT = str(blocked / "private")
    with pytest.raises(CommandError, match="Not a directory. Nothing was changed"):
        run("restore", archive)
    blocked.unlink()
    new_home.rmdir()
    check_nothing_is_there(new_home)


@on_postgresql
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_pg_restore_ends_with_it(archive, new_home, number):
    """It waits, as somebody else makes a table of a name it needs."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("CREATE TABLE django_site ()")
        with started(None, "restore", archive) as process:
            wait_until(lambda: _backends("pg_restore", waiting=True))
        os.kill(process, number)
        assert code_of(process) == 128 + number
        wait_until(lambda: not _backends("pg_restore"))
        other.rollback()
    if number == signal.SIGTERM:
        check_nothing_is_there(new_home)
    assert databases.is_empty()


def _backends(name: str, *, waiting: bool = False) -> int:
    condition = " AND wait_event_type = 'Lock'" if waiting else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"  # noqa: S608  (words of our own)
            f" AND application_name = %s{condition}",
            [name],
        )
        return cursor.fetchone()[0]


def test_backup_that_is_ended_leaves_nothing(archive, tmp_path):
    target = tmp_path / "backups"
    target.mkdir()
    moment = (making.Writer, "add", 3)
    assert exit_code(moment, signal.SIGTERM, "backup", target) == 128 + signal.SIGTERM
    assert list(target.iterdir()) == []
    assert exit_code(moment, signal.SIGKILL, "backup", target) == 128 + signal.SIGKILL
    assert [path.name for path in target.iterdir()] == [WORKSPACE]
    run("backup", target)
    [made] = target.iterdir()
    assert restoring.check(made)
