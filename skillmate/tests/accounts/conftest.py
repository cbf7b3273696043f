import pytest
from django.contrib.auth.models import User

from courses.models import CourseIndexPage
from courses.teams.roles import EDITORS, setup_roles
from courses.tests.release.conftest import draft_course, instructor, person

__all__ = ["draft_course", "instructor"]


@pytest.fixture(autouse=True)
def _site(home) -> None:
    """Every page has the site's head and foot, and those ask for the site."""
    assert CourseIndexPage.objects.exists()


@pytest.fixture
def editor() -> User:
    setup_roles()
    return person("editor", EDITORS)
