import pytest

from courses.models import CourseIndexPage

from .world import World, build


@pytest.fixture
def world(index: CourseIndexPage, settings) -> World:
    """One of everything, and nobody is told to slow down."""
    for rate in ("CONTACT_RATE", "SEARCH_RATE", "ENROL_RATE", "WATCH_RATE", "UPLOAD_RATE"):
        setattr(settings, rate, "1000000/m")
    settings.ACCOUNT_RATE_LIMITS = False
    return build(index)
