import pytest

from courses.models import CourseIndexPage

from .world import World, build


@pytest.fixture
def world(index: CourseIndexPage, settings) -> World:
    """One of everything, and nobody is told to slow down."""
    settings.RATELIMIT_ENABLE = settings.ACCOUNT_RATE_LIMITS = False
    return build(index)
