"""`wagtail-lms` as its documentation installs it, on a Wagtail like that of `stock`."""

from pathlib import Path

from benchmarks.speed.stock.settings import *  # noqa: F403  (settings extend settings)
from benchmarks.speed.stock.settings import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = ["benchmarks.speed.peer", "wagtail_lms", *INSTALLED_APPS[1:]]
TEMPLATES[0]["DIRS"] = [Path(__file__).resolve().parent / "templates"]
ROOT_URLCONF = "benchmarks.speed.peer.urls"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
