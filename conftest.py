import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from wagtail.models import Page

from courses.models import CourseIndexPage, CoursePage, LessonPage
from courses.tests import factories
from home.models import HomePage
from home.setup import setup_site


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Leave a test database that `--reuse-db` can use again.

    Transactional tests flush every table, the rows migrations made among them (Wagtail's root
    page, the site, the groups); those that run later ask for them by `serialized_rollback`, but
    after the last one nobody does.
    """
    yield
    with django_db_blocker.unblock():
        if not Page.objects.exists():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture(autouse=True)
def _fresh_caches():
    """A cached value of one test must not answer for another."""
    for alias in ("default", "renditions"):
        caches[alias].clear()


@pytest.fixture
def home(db) -> HomePage:
    return setup_site()


@pytest.fixture
def index(home: HomePage) -> CourseIndexPage:
    return CourseIndexPage.objects.get()


@pytest.fixture
def course(index: CourseIndexPage) -> CoursePage:
    """A published course of three lessons in two sections."""
    return factories.course(index, lessons=3)


@pytest.fixture
def lessons(course: CoursePage) -> list[LessonPage]:
    return course.outline.lessons


@pytest.fixture
def student(db):
    return factories.user("student")


@pytest.fixture
def student_client(student) -> Client:
    client = Client()
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    return client
