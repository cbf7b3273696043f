import logging

import pytest

from .crawler import walk
from .site_fixture import furnished, house

__all__ = ["furnished", "house"]


@pytest.fixture
def walked(house, settings):
    """What a role gets at every row; see `crawler.walk`."""
    settings.RATELIMIT_ENABLE = settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.WARNING)  # a line for each of thousands of refusals
    yield lambda role: walk(house, role)
    logging.disable(logging.NOTSET)
