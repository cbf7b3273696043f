"""Addresses that are read elsewhere: in mails, by search engines, by other servers."""

from urllib.parse import urljoin

from django.conf import settings


def public_url(path: str) -> str:
    """`path` below `SITE_URL`, which neither a Host header nor a row of the database decides."""
    return urljoin(settings.SITE_URL, path)
