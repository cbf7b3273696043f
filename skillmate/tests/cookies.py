"""A browser that forgets what it was told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client


@contextmanager
def kept_cookies(client: Client) -> Iterator[None]:
    """`client` goes on with the cookies it had, whatever it is given meanwhile."""
    cookies = client.cookies.output(header="", sep=";")
    yield
    client.cookies.clear()
    client.cookies.load(cookies)
