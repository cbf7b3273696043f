"""The production settings, for a server that tests start: with their database and their files."""

from skillmate.settings.production import *  # noqa: F403  (settings extend settings)
from skillmate.settings.production import STORAGES

# Static files straight from their sources, as in `settings/test.py`.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Of the accounts that tests make.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
