"""What people, scripts and the log are told while the database is away or a disk is full."""

import logging
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler
from django.http import HttpResponse
from django.test import Client, RequestFactory
from modelsearch.backends import database

from courses.tests import factories
from home.models import ContactMessage
from media.tests.factories import png
from skillmate import outage_pages
from skillmate.session_middleware import ReadOnlySessionMiddleware
from skillmate.tests.access.faults import read_only_database

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite can be told")
MESSAGE = {"name": "Ann", "email": "ann@example.com", "subject": "Hello", "message": "Hello!"}
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def _fresh_log(monkeypatch):
    monkeypatch.setattr(outage_pages, "_logged_at", {})


@pytest.fixture
def visitor(home) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def member(student) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def refused(db) -> OperationalError:
    """What a server says that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": "any", "USER": "any"}
    database |= {"HOST": "127.0.0.1", "PORT": str(port)}
    with pytest.raises(OperationalError) as error:
        ConnectionHandler({"default": database})["default"].ensure_connection()
    return error.value


@pytest.fixture
def away(refused) -> Callable:
    """`with away():` every query is answered as by a server that is not there."""

    def refuse(*args):
        raise refused

    return lambda: connection.execute_wrapper(refuse)


# Where it is noticed: a view, the session, whoever is signed in, the redirects, the page for a 404.
PATHS = ["/", "/courses/", "/learn/", "/profile/", "/nothing/here/", "/sitemap.xml", "/admin/"]


@pytest.mark.parametrize("path", PATHS)
def test_a_database_that_is_away_is_told(member, away, path):
    with away():
        response = member.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "20")
    page = response.content.decode()
    assert "please try again in a minute" in page
    assert "still in the form" not in page
    assert response["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in response


def test_whoever_sent_a_form_is_told_of_it(visitor, away):
    with away():
        response = visitor.post("/contact/", MESSAGE)
    assert response.status_code == 503
    assert "still in the form" in response.content.decode()


def test_what_was_sent_is_read_to_its_end(visitor, away):
    """Or gunicorn closes the connection, and the words may not arrive."""
    with away():
        response = visitor.post("/contact/", b"a" * 300_000, content_type="text/plain")
    assert response.status_code == 503
    assert response.wsgi_request.read() == b""


@pytest.mark.parametrize("path", ["/courses/", "/nothing/here/"])
def test_scripts_are_told_in_json(visitor, away, path):
    with away():
        response = visitor.get(path, headers=JSON)
    assert (response.status_code, response["Retry-After"]) == (503, "20")
    assert response.json() == {
        "error": "The site cannot reach its data at the moment. Try again in a minute."
    }


def test_head_is_told_without_a_body(visitor, away):
    with away():
        response = visitor.head("/courses/")
    assert (response.status_code, response["Retry-After"]) == (503, "20")
    assert response.content == b""


def test_it_goes_on_by_itself(visitor, away):
    with away():
        assert visitor.get("/courses/").status_code == 503
    assert visitor.get("/courses/").status_code == 200


@on_sqlite
@pytest.mark.search
def test_search_goes_on_where_the_first_came_too_early(visitor, course, away, monkeypatch):
    """In a process that was started meanwhile."""
    monkeypatch.setattr(database, "USE_SQLITE_FTS", None)
    with away():
        assert visitor.get(f"/search/?q={course.title}").status_code == 503
    response = visitor.get(f"/search/?q={course.title}")
    assert (response.status_code, course.title in response.content.decode()) == (200, True)


def test_one_line_a_minute_says_so(visitor, away, caplog, monkeypatch):
    caplog.set_level(logging.WARNING)
    with away():
        for path in PATHS:
            visitor.get(path)
        assert [record.name for record in caplog.records] == ["skillmate.outages"]
        assert caplog.records[0].exc_info
        outage_pages._logged_at = dict.fromkeys(outage_pages._logged_at, -60.0)
        visitor.get("/")
        assert len(caplog.records) == 2


def test_a_mistake_stays_a_500(visitor, monkeypatch):
    def refuse(execute, sql, params, many, context):
        return execute("SELECT nothing FROM nowhere", (), many, context)

    with connection.execute_wrapper(refuse):
        response = visitor.get("/courses/")
    assert response.status_code == 500
    assert "Retry-After" not in response


@on_sqlite
def test_what_was_written_stays_with_its_writer(visitor):
    with read_only_database():
        response = visitor.post("/contact/", MESSAGE)
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    page = response.content.decode()
    assert "cannot store anything" in page
    assert "Your text is still there" in page
    assert not ContactMessage.objects.exists()


@on_sqlite
def test_nobody_is_signed_in_whose_session_cannot_be_stored(visitor, student):
    with read_only_database():
        response = visitor.post(
            "/accounts/login/", {"login": student.email, "password": factories.PASSWORD}
        )
    assert response.status_code == 503
    assert "sessionid" not in response.cookies
    assert visitor.get("/learn/").status_code == 302


@on_sqlite
def test_message_is_shown_once_also_where_nothing_can_be_stored(member, course):
    member.post(f"/learn/courses/{course.pk}/save/")
    pages = []
    with read_only_database():
        pages += [member.get("/learn/"), member.get("/learn/")]
    pages += [member.get("/learn/"), member.get("/learn/")]
    assert [page.status_code for page in pages] == [200] * 4
    shown = ["messages" in page.content.decode() for page in pages]
    assert shown == [True, False, False, False]
    assert "Cookie" in pages[0]["Vary"]


@on_sqlite
def test_a_page_of_one_session_is_kept_for_no_other(db):
    def view(request):
        request.session["a"] = "b"
        return HttpResponse("page")

    with read_only_database():
        response = ReadOnlySessionMiddleware(view)(RequestFactory().get("/"))
    assert (response.content, response["Vary"], response.cookies) == (b"page", "Cookie", {})


@on_sqlite
def test_form_whose_session_is_lost_shows_no_page_as_if_done(db):
    """What the view has stored is stored, and nobody knows here what that was."""

    def view(request):
        request.session["a"] = "b"
        return HttpResponse("Done!")

    with read_only_database():
        response = ReadOnlySessionMiddleware(view)(RequestFactory().post("/"))
    assert (response.status_code, response.cookies) == (503, {})
    page = response.content.decode()
    assert "Done!" not in page
    assert "may not have been saved" in page
    with read_only_database():
        response = ReadOnlySessionMiddleware(view)(RequestFactory().post("/", headers=JSON))
    assert "look before you send it again" in response.content.decode()


class FullStorage(FileSystemStorage):
    def _save(self, name, content):
        Path("/dev/full").write_bytes(content.read())


def test_a_picture_without_room_is_told(member, settings):
    storage = f"{__name__}.FullStorage"
    settings.STORAGES = {
        name: {"BACKEND": storage} if name in ("default", "images") else configuration
        for name, configuration in settings.STORAGES.items()
    }
    picture = SimpleUploadedFile("me.png", png(40, 30), content_type="image/png")
    fields = {"display_name": "Ann", "time_zone": "UTC", "picture": picture}
    response = member.post("/profile/", fields)
    assert response.status_code == 503
    assert "cannot store anything" in response.content.decode()
