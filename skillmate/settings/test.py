"""For the test suite: quick hashes, mail in memory, files in a folder of its own."""

import os
import socket
from urllib.parse import urlsplit

import environ

# allauth keeps the addresses it finds when it is imported, so they cannot be set by a test: the
# provider that plays Google gets a free port before base reads this. Whoever needs it starts it.
with socket.create_server(("127.0.0.1", 0)) as _server:
    os.environ["GOOGLE_TEST_ISSUER"] = f"http://127.0.0.1:{_server.getsockname()[1]}"


from .base import *  # noqa: F403  (settings extend settings)
from .base import (
    CACHES,
    DATABASES,
    SOCIALACCOUNT_PROVIDERS,
    STORAGES,
    VAR_DIR,
    WAGTAILSEARCH_BACKENDS,
)
from .cloud import account_of
from .headers import admin_policy, public_policy
from .s3 import private_backend, public_backend

env = environ.Env()

SECRET_KEY = "tests"  # noqa: S105  (protects nothing)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Most tests sign people in without a page, so no step was taken; tests of the door switch it on.
ADMIN_MFA_REQUIRED = False
# Whatever the environment says: tests that tell somebody say whom.
ADMINS, SENTRY_DSN, DISK_FREE_MIN = [], "", 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A wrong call of ours is an error at once; tests marked "bad_input" switch it on.
LIBRARY_ERRORS_ARE_BAD_REQUESTS = False
TASKS = {"default": {"BACKEND": "courses.tests.index_tasks.IndexTasks"}}

# Of each database's own, as the suite may run on both at once, and of each process of `-n 2`.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
_name = env("TEST_DB_NAME", default="skillmate")
_sqlite = DATABASES["default"]["ENGINE"].endswith("sqlite3")
_files = VAR_DIR / "test" / f"{'sqlite' if _sqlite else 'postgres'}-{_name}{_worker}"
MEDIA_ROOT = str(_files / "media")
PRIVATE_MEDIA_ROOT = str(_files / "private")
# Whatever account the environment names: tests have a server of their own for that, except those
# that are marked "live".
CLOUDINARY_ACCOUNT = None
SECURE_CSP = public_policy(None, SOCIALACCOUNT_PROVIDERS)
SECURE_CSP_ADMIN = admin_policy(SECURE_CSP, None, unsafe_inline=False)
_account = env("CLOUDINARY_TEST_URL", default="")
CLOUDINARY_TEST_ACCOUNT = account_of(_account, env) if _account else None
# Nor a bucket of the environment: tests have a server of their own for that as well.
MEDIA_BUCKET, MEDIA_LINK_SECONDS = None, 0
STORAGES["default"] = STORAGES["images"] = public_backend(None)
STORAGES["private"] = private_backend(None, PRIVATE_MEDIA_ROOT)

# A file, so that `--reuse-db` has something to reuse and a live server's threads share it.
# pytest-django adds the name of the process.
_tables = str(VAR_DIR / f"test-{_name}.sqlite3") if _sqlite else f"test_{_name}"
DATABASES["default"]["TEST"] = {"NAME": _tables}
if not _sqlite:
    # Nobody needs the rows after a crash; and which order is best to join tables of a few rows in
    # is not worth looking for, which takes PostgreSQL half of the time it plans.
    DATABASES["default"]["OPTIONS"]["options"] += (
        " -c synchronous_commit=off -c join_collapse_limit=1 -c from_collapse_limit=1"
    )

if _cache_url := env("CACHE_URL", default=""):
    # Tests clear the cache: each process counts in a database of its own, upwards from the named.
    _server = urlsplit(_cache_url)
    _number = int(_server.path.strip("/") or 0) + int(_worker.removeprefix("gw") or 0)
    for _cache in CACHES.values():
        _cache["LOCATION"] = _server._replace(path=f"/{_number}").geturl()
else:
    for _alias, _cache in CACHES.items():
        CACHES[_alias] = {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": _alias,
        }


def search_backends(*, auto_update: bool) -> dict:
    """To index every page that is saved takes a tenth of the time: only tests of search do."""
    return {"default": {**WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": auto_update}}


# As in production: Django itself mails nobody about errors.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django": {"handlers": []}},
}

# Static files straight from their sources: no collectstatic, no scan for every test client.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
