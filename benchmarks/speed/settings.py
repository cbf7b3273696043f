"""A site in production, with what the bench asks beside it."""

from skillmate.settings.production import *  # noqa: F403  (settings extend settings)
from skillmate.settings.production import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.speed"]
MIDDLEWARE = ["benchmarks.speed.query_count.QueryCountMiddleware", *MIDDLEWARE]
ROOT_URLCONF = "benchmarks.speed.urls"
