import logging

import pytest

from .crawler import walk
from .site_fixture import site, site_objects

__all__ = ["site", "site_objects"]


@pytest.fixture
def visits_of(site, settings):
    """What a role gets at every row; see `crawler.walk`."""
    settings.RATELIMIT_ENABLE = settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.WARNING)  # a line for each of thousands of refusals
    yield lambda role: walk(site, role)
    logging.disable(logging.NOTSET)
