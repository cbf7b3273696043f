"""For the real thing. Refuses to start without its secrets."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403  (settings extend settings)
from .base import ALLOWED_HOSTS, MEDIA_BUCKET, SECRET_KEY, SITE_URL, STORAGES, env
from .logs import json_logging

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or shorter than 50 characters. Make one with: python -c "
        "'import secrets; print(secrets.token_urlsafe(64))' and put it in the environment."
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the site's own host names, e.g. ALLOWED_HOSTS=learn.example.org."
    )

if env("GOOGLE_TEST_ISSUER", default=""):
    raise ImproperlyConfigured(
        "GOOGLE_TEST_ISSUER lets another server say who somebody is. It is for tests alone: take "
        "it out of the environment."
    )

# `make serve` on one's own machine has no TLS in front; everything else has.
INSECURE = env.bool("INSECURE_HTTP", default=False)

SECURE_SSL_REDIRECT = not INSECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if INSECURE else 31_536_000
# For the owner of the whole domain to decide: no name below it could be reached by http any more.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise ImproperlyConfigured(
        "HSTS_PRELOAD needs HSTS_INCLUDE_SUBDOMAINS as well: browsers' lists take no site without."
    )
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # of Django, which advises both
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE
if not INSECURE:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    BOOKMARKS_COOKIE_NAME = "__Host-bookmarks"
    if not SITE_URL.startswith("https://"):
        raise ImproperlyConfigured("SITE_URL must be the public https address of the site.")

if MEDIA_BUCKET and MEDIA_BUCKET["public_url"].startswith("http://") and not INSECURE:
    raise ImproperlyConfigured(
        "MEDIA_S3_PUBLIC_URL must begin with https://: browsers refuse other pictures on https."
    )

STORAGES["staticfiles"] = {"BACKEND": "skillmate.static_storage.ModuleManifestStorage"}
WHITENOISE_MAX_AGE = 31_536_000

LOGGING = json_logging(env("LOG_LEVEL", default="INFO"))
