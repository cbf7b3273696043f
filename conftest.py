import gc
import re
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from itertools import groupby
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client, SimpleTestCase, TransactionTestCase, override_settings
from django.utils import timezone
from wagtail.models import Page
from xdist.scheduler import LoadScopeScheduling

from courses.models import CourseIndexPage, CoursePage, LessonPage
from courses.tests import factories, index_tasks
from courses.tests.fixture_cache import (
    Copy,
    all_rows,
    cached_fixture,
    empty_tables,
    fixture_cache,
)
from home.models import HomePage
from home.setup import setup_site
from skillmate.settings.mail import OUTBOX
from skillmate.settings.test import search_backends
from web.tests.mailbox import pre_setup
from web.tests.page_cache.cold import forget_pages_of_process

pytest_plugins = ["media.tests.cloudinary", "media.tests.bucket"]
# Folders of tests that send whatever there is to whatever address there is.
BAD_INPUT_FOLDERS = {"access", "fuzz", "payloads"}
# Folders of tests that look at everything a site shows, what is found by search included.
INDEXED_FOLDERS = {"access", "browser", "journeys", "payloads"}
# What one process does alone, as it remembers what it made for the first of them: the walks of a
# role, what is asked of an imported course, and of a server on production settings.
GROUPS = [
    re.compile(r"skillmate/tests/access/.*\[(\w+)\]"),
    re.compile(r"exchange/tests/test_real_courses\.py.*\[([\w-]+)\]"),
    re.compile(
        r"(skillmate/tests/test_production_headers\.py|skillmate/tests/test_content_length\.py)"
    ),
]
FLUSHED_KEY = pytest.StashKey[bool]()


def pytest_configure() -> None:
    """Commands that tests end by a signal would ignore what this process ignores, as it does where
    it was begun in the background or by `nohup`."""
    for number, handler in (
        (signal.SIGINT, signal.default_int_handler),
        (signal.SIGHUP, signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)


gc.disable()  # until all tests are collected
TransactionTestCase._fixture_teardown = empty_tables
SimpleTestCase._pre_setup = classmethod(pre_setup)


def pytest_collection_finish():
    """What is loaded by now stays until the end: looking through it for garbage again and again
    takes a tenth of the time, and a third of what it takes to load it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


def pytest_itemcollected(item):
    if any(part in INDEXED_FOLDERS for part in item.path.parts):
        item.add_marker("search")
    if any(part in BAD_INPUT_FOLDERS for part in item.path.parts):
        item.add_marker("bad_input")


class GroupScheduling(LoadScopeScheduling):
    """Each test goes to the process that is free, but those of one group to one. (xdist's own
    groups, by a marker, get lost with pytest 9.2.)

    A process goes on with the file it is in, whose servers and cached fixtures it has by now, and
    then begins one that no other is in; it helps another with its file when no more are left.
    """

    def _split_scope(self, nodeid: str) -> str:
        matches = (group.match(nodeid) for group in GROUPS)
        return next((match[1] for match in matches if match), nodeid)

    def _assign_work_unit(self, node) -> None:
        if scope := self._next_scope(node):
            self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _next_scope(self, node) -> str:
        """Empty where nothing is left but what a process that broke off gave back."""
        current = self._current.get(node)
        if not current:
            left = [scopes for scopes in self._files if scopes]
            free = [scopes for scopes in left if all(map(scopes.__ne__, self._current.values()))]
            current = self._current[node] = next(iter(free or left), [])
        return current.pop(0) if current else ""

    @cached_property
    def _files(self) -> list[list[str]]:
        """What is to be done: for each file twice where some of its tests come last."""
        return [
            [*scopes]
            for _file, scopes in groupby(self.workqueue, lambda scope: scope.partition("::")[0])
        ]

    @cached_property
    def _current(self) -> dict[object, list[str]]:
        """What is left of the file that each process is in."""
        return {}


def pytest_xdist_make_scheduler(config, log):
    return GroupScheduling(config, log)


@pytest.hookimpl(trylast=True)  # after the browser plugin has grouped its own tests
def pytest_collection_modifyitems(items):
    """Tests that flush the tables come last: the others lean on the rows migrations made."""
    items.sort(key=_is_transactional)


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tables with the pages every site begins with, made once for all tests.

    Yields their rows: tests that flush the tables need them back.
    """
    with django_db_blocker.unblock():
        if not Page.objects.exists():
            pytest.exit("An interrupted run left an empty test database: add --create-db.", 3)
        for page in HomePage.objects.all():  # of an earlier run, with `--reuse-db`
            page.delete()
        _setup_site()
        rows = all_rows()
        connection.execute_wrappers += [fixture_cache.watch, index_tasks.watch]
        yield rows
        if not Page.objects.exists():
            _restore(rows)


def _restore(rows: Copy) -> None:
    with transaction.atomic():
        rows.insert()
    ContentType.objects.clear_cache()


def _setup_site() -> None:
    with override_settings(WAGTAILSEARCH_BACKENDS=search_backends(auto_update=True)):
        setup_site()


@pytest.fixture(autouse=True)
def _search_index(request, settings) -> bool:
    """Pages are indexed as they are saved only where a test is marked "search"."""
    is_indexed = request.node.get_closest_marker("search") is not None
    settings.WAGTAILSEARCH_BACKENDS = search_backends(auto_update=is_indexed)
    return is_indexed


@pytest.fixture(autouse=True)
def _library_errors(request, settings):
    if request.node.get_closest_marker("bad_input"):
        settings.LIBRARY_ERRORS_ARE_BAD_REQUESTS = True


@pytest.fixture(autouse=True)
def _open_fixture_cache(request, _search_index):
    commits = _is_transactional(request.node)
    fixture_cache.open(commits=commits, is_indexed=_search_index)
    index_tasks.open_index_tasks(commits=commits)


@pytest.fixture(autouse=True)
def _restored_tables(request, _open_fixture_cache, django_db_blocker):
    """Whoever comes after a test that flushed the tables finds them as everybody does."""
    if request.config.stash.get(FLUSHED_KEY, False):
        with django_db_blocker.unblock():
            _restore(request.getfixturevalue("django_db_setup"))
    request.config.stash[FLUSHED_KEY] = _is_transactional(request.node)
    if _is_transactional(request.node):
        request.getfixturevalue("transactional_db")


@pytest.fixture(scope="session", autouse=True)
def _outbox(django_test_environment):
    """Django's test runner sends mail past the outbox; here it goes the way of production."""
    with override_settings(MAIL_TRANSPORT=settings.EMAIL_BACKEND, EMAIL_BACKEND=OUTBOX):
        yield


@pytest.fixture(autouse=True)
def _dj_autoclear_mailbox():
    """In place of pytest-django's own, which has the database asked for mail that is due."""
    list.clear(mail.outbox)


@pytest.fixture(autouse=True)
def _empty_caches():
    """A cached value of one test must not answer for another."""
    aliases = {str(conf["LOCATION"]): alias for alias, conf in settings.CACHES.items()}
    for alias in aliases.values():  # one, where all are in the Redis database of this process
        caches[alias].clear()
    forget_pages_of_process()


@pytest.fixture(autouse=True)
def _frozen_rate_limit_clock(monkeypatch):
    """Limits count within fixed windows: none may end between two tries of a test."""
    start = time.time()
    clock = SimpleNamespace(time=lambda: start)
    monkeypatch.setattr("django_ratelimit.core.time", clock)


@pytest.fixture
def clock(monkeypatch) -> Callable[[timedelta], None]:
    """`clock(delta)` sets Django's and Wagtail's clock: so much later than it is, from now on."""
    now = timezone.now

    def move(delta: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + delta)

    return move


@pytest.fixture
def home(db) -> HomePage:
    return HomePage.objects.get()


@pytest.fixture
def index(home: HomePage) -> CourseIndexPage:
    return CourseIndexPage.objects.get()


@pytest.fixture
@cached_fixture
def course(index: CourseIndexPage) -> CoursePage:
    """A published course of three lessons in two sections."""
    return factories.course(index, lessons=3)


@pytest.fixture
def lessons(course: CoursePage) -> list[LessonPage]:
    """In the order of the curriculum, with all their fields."""
    placed = [lesson.pk for lesson in course.outline.lessons]
    whole = LessonPage.objects.in_bulk(placed)
    return [whole[pk] for pk in placed]


@pytest.fixture
@cached_fixture
def student(db):
    return factories.user("student")


@pytest.fixture
@cached_fixture
def student_client(student) -> Client:
    client = Client()
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    return client
