"""A site moves from PostgreSQL to SQLite and back, and is the same site to the last value."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test import Client
from wagtail.log_actions import log

from courses.models import CoursePage
from courses.search.find import find
from courses.tests import factories
from home.models import ContactMessage
from learners.enrollment.enrollment import enroll
from learners.progress.progress import complete
from learners.tests.files import add_files, document, video
from skillmate.backup import databases, postgresql
from skillmate.backup.archive import Writer
from skillmate.backup.conversion import converting, targets
from skillmate.backup.folders import files

from .conftest import check_nothing_is_there, files_below, fresh_database, place_files, run
from .ended import exit_code
from .other_site import restored
from .rows import all_rows

pytestmark = [
    pytest.mark.search,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite can be had anywhere"),
]

ODD_TEXTS = [
    *("", "\\N", "\\.", "\\", "tab\tand\nlines\r\n", "\\t", "\x01\x1f\x7f", "“”„—\u2028\u2029"),
    *("🎓 أهلا 你好", "COPY public.auth_user (id) FROM stdin;\n", "'\"`$1%s{}", "None", " "),
]
ODD_DATA = {
    "texts": ODD_TEXTS,
    "no escape": "\\u0000 \\\\u0000",
    "numbers": [0, -1, 1.5, 1e-7, 1.0, 2**70, 0.1],
    "rest": [None, True, False, {}, [], {"": None}],
}


@pytest.fixture
def full_course(course, lessons, student) -> CoursePage:
    """Of a site with a bit of everything, and of what is odd."""
    enroll(course, by=student)
    complete(lessons[0], by=student)
    course.thumbnail = factories.picture()
    course.save_revision().publish()
    add_files(lessons[0], document=document(), video=video())
    for text in ODD_TEXTS:
        ContactMessage.objects.create(name="Odd", email="a@b.de", subject="Odd", message=text)
    log(course, "wagtail.rename", data=ODD_DATA)
    factories.user("gone").delete()
    return course


@pytest.fixture
def quick_tables(monkeypatch, tmp_path) -> None:
    """Those of the tests, which migrations made (`make_databases` has them do it in a transaction).

    To have them do it here once more would take as long as all the rest.
    """
    dump = tmp_path / "tables.dump"
    postgresql.dump(dump, without_rows=("*",))
    with postgresql.script(dump, "--schema-only", "--no-owner") as lines:
        schema = "".join(line for line in lines if not line.startswith("\\"))  # words to psql

    def make() -> None:
        with connection.cursor() as cursor:
            cursor.execute(schema)
            cursor.execute("SET search_path TO DEFAULT")

    monkeypatch.setattr(targets.tables, "make", make)


def archive_of_sqlite(place: Path) -> Path:
    """Of the site whose database and files are in `place`."""
    path = place / "sqlite.tar"
    with path.open("wb") as file:
        writer = Writer(file)
        writer.add("database.sqlite3", place / "new.sqlite3")
        for name in ("media", "private"):
            for stored in files(place / name):
                writer.add(f"{name}/{stored.relative_to(place / name)}", stored)
        writer.finish(made_at="today", database="sqlite")
    return path


def change(place: Path, *statements: str) -> None:
    """Of the database of the site in `place`."""
    with closing(sqlite3.connect(place / "new.sqlite3", isolation_level=None)) as file:
        for statement in statements:
            file.execute(statement)


def spoilt_archives(place: Path) -> dict[str, Path]:
    """By what is said of them, of the site in `place`."""
    statements = {
        r"of another version of the site \(learners.0001_initial\)": (
            "DELETE FROM django_migrations WHERE app = 'learners' AND name = '0001_initial'"
        ),
        r"of another version of the site \(courses.9999_future\)": (
            "INSERT INTO django_migrations VALUES (999, 'courses', '9999_future', 0)"
        ),
        "home_contactmessage: value too long for type": (
            "UPDATE home_contactmessage SET name = hex(zeroblob(200))"
        ),
        r"Key \(user_id\)=\(999\) is not present": (
            "UPDATE account_emailaddress SET user_id = 999"
        ),
        "learners_profile” of the archive has other columns": (
            "ALTER TABLE learners_profile ADD COLUMN strange text"
        ),
        "has no table “learners_profile”": "DROP TABLE learners_profile",
    }
    archives = {}
    for number, (why, statement) in enumerate(statements.items()):
        copy = shutil.copytree(place, place.with_name(f"spoilt{number}"))
        change(copy, statement)
        archives[why] = archive_of_sqlite(copy)
    return archives


def next_keys() -> dict[str, int]:
    """By table; those of tables that are the same in both databases."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.relname, nextval(s.oid::regclass) FROM pg_class s"
            " JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')"
            " JOIN pg_class t ON t.oid = d.refobjid WHERE s.relkind = 'S'"
        )
        keys = dict(cursor.fetchall())
    return {name: key for name, key in keys.items() if not name.startswith("wagtailsearch_")}


def test_a_site_moves_to_sqlite_and_back(full_course, quick_tables, settings, tmp_path, old_home):
    rows, stored = all_rows(), files_below(old_home)
    run("backup", tmp_path)
    [archive] = tmp_path.glob("*.tar")
    keys = next_keys()
    small = tmp_path / "small"
    report = restored(archive, small, full_course.title, full_course.url)
    assert report["rows"] == rows
    assert {name: report["counters"].get(name, 0) + 1 for name in keys} == keys
    assert report["next_key"] == keys["auth_user"]
    assert report["status"] == 200
    assert report["found"] == [full_course.pk]
    assert {path for path in files_below(small) if path.startswith(("media", "priv"))} == {*stored}

    place_files(settings, tmp_path / "big")
    change(
        small,
        "UPDATE home_contactmessage SET message = 'a' || char(0) WHERE message = ' '",
        "CREATE TABLE strange AS SELECT 1",
    )
    back = archive_of_sqlite(small)
    spoilt = spoilt_archives(small)
    with fresh_database(tmp_path):
        for why, archive in spoilt.items():
            with pytest.raises(CommandError, match=why):
                run("restore", archive)
            check_nothing_is_there(tmp_path / "big")
        moment = (converting, "_copy_rows", 50)
        assert exit_code(moment, signal.SIGKILL, "restore", back) == 128 + signal.SIGKILL
        assert databases.is_empty()
        output = run("restore", back)
        assert "home_contactmessage.message: a character PostgreSQL has no place for is �" in output
        assert "The table “strange” is unknown here, and left out." in output
        assert ContactMessage.objects.filter(message="a\ufffd").update(message=" ") == 1
        assert all_rows() == rows
        assert next_keys() == keys
        assert files_below(tmp_path / "big") == stored
        assert Client().get(full_course.url).status_code == 200
        assert find(CoursePage.objects.all(), full_course.title).ids == [full_course.pk]
        connection.close()
