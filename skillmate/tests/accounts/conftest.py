import pytest

from courses.models import CourseIndexPage


@pytest.fixture(autouse=True)
def _site(home) -> None:
    """Every page has the site's head and foot, and those ask for the site."""
    assert CourseIndexPage.objects.exists()
