"""A site that is saved and restored elsewhere is the same site, to the last row and byte."""

import re
import stat
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import CommandError
from django.db import connection
from django.test import Client

from courses.models import Category
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.progress.progress import complete
from learners.tests.files import add_files, document, video
from skillmate.backup.archive import Writer
from skillmate.backup.left_out import LEFT_OUT
from web.models import OutgoingMail

from .conftest import files_below, fresh_database, place_files, run

pytestmark = pytest.mark.both_databases

# Of one answer alone: the token of a form, and the hour a player is shown at.
PASSING = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|data-now="\d+"')


def tables() -> dict[str, list]:
    """Every row of every table, Django's own and SQLite's counters included; of sessions none."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        names += ["sqlite_sequence"] if connection.vendor == "sqlite" else []
        rows = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608  (a table of our own)
            rows[name] = sorted(map(repr, cursor.fetchall()))
    return rows | dict.fromkeys(LEFT_OUT, [])


def keys_of_sessions() -> list[str]:
    return list(Session.objects.values_list("session_key", flat=True))


def pages(client: Client, paths: list[str]) -> dict[str, tuple[int, bytes]]:
    responses = {path: client.get(path) for path in paths}
    return {
        path: (response.status_code, PASSING.sub(b"", response.getvalue()))
        for path, response in responses.items()
    }


@pytest.fixture
def paths(course, lessons, student) -> list[str]:
    """Of a site with a bit of everything: the first lesson is done, and full of files."""
    enroll(course, by=student)
    complete(lessons[0], by=student)
    course.thumbnail = factories.picture()
    course.save_revision().publish()
    sheet, film = document(), video(content=b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 999)
    add_files(lessons[0], document=sheet, video=film)
    return [
        *("/", "/courses/", "/about/", "/learn/", course.url, lessons[0].url),
        *(sheet.url, f"/media/videos/{film.pk}/"),
    ]


def broken(path: Path) -> Path:
    """Whole as an archive, with a database in it that is none."""
    nonsense = path.with_name("nonsense")
    nonsense.write_bytes(b"no database at all" * 99)
    name = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}[connection.vendor]
    with path.open("wb") as file:
        writer = Writer(file)
        writer.add(name, nonsense)
        writer.add("media/images/a.png", nonsense)
        writer.finish(made_at="today", database=connection.vendor)
    return path


@pytest.mark.django_db(transaction=True)
def test_restored_site_equals_the_original(
    paths, student, student_client, settings, tmp_path, old_home
):
    pages(student_client, paths)  # the first visit makes renditions and leaves a bookmark
    [key] = keys_of_sessions()
    UserSession.objects.create(
        user=student, session_key=key, ip="203.0.113.9", user_agent="Firefox"
    )
    EmailMessage("Hello", "A link to an account", to=["ann@example.org"]).send()
    rendered, rows, files = pages(student_client, paths), tables(), files_below(old_home)
    assert {status for status, _content in rendered.values()} == {200}
    output = run("backup", tmp_path)
    [archive] = tmp_path.glob("*.tar")
    assert output.startswith(f"{archive}: the database and {len(files)} files, ")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path != archive] == ["old"]
    assert key.encode() not in archive.read_bytes()

    new_home = tmp_path / "new"
    new_home.mkdir()
    place_files(settings, new_home)
    with fresh_database(new_home):
        with pytest.raises(CommandError, match="database|archive"):
            run("restore", broken(tmp_path / "broken.tar"))
        assert connection.introspection.table_names() == []
        assert [path for path in files_below(new_home) if "sqlite3" not in path] == []

        cache.set("of-the-site-before", 1)
        output = run("restore", archive)
        assert f"its database and {len(files)} files, is restored" in output
        assert keys_of_sessions() == []
        assert not UserSession.objects.exists()
        assert not OutgoingMail.objects.exists()  # it would leave a second time
        assert tables() == rows
        assert student_client.get("/learn/").status_code == 302
        student_client.force_login(student)
        restored = {
            path: content
            for path, content in files_below(new_home).items()
            if "sqlite3" not in path
        }
        assert restored == files
        assert pages(student_client, paths) == rendered
        assert cache.get("of-the-site-before") is None
        newest = {kind: kind.objects.latest("pk").pk for kind in (Category, User)}
        assert factories.category("Newer").pk > newest[Category]
        assert factories.user("newcomer").pk > newest[User]
        with pytest.raises(CommandError, match="The database is not empty: it has"):
            run("restore", archive)
        connection.close()
