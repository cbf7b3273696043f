"""Whoever keeps public pages in front of the site is told after each change of it.

At once, by the process that made the change: so the next request sees it. And by the worker within
two seconds, once more: for what was on its way meanwhile, and for processes that ended in between.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.frontend_cache.utils import get_backends

from ..page_cache.site_version import current_version

logger = logging.getLogger(__name__)
# One entry for each change so far of the request that is being answered; None outside of one.
_request_changes: ContextVar[list[bool] | None] = ContextVar("request_changes", default=None)


class PurgeError(Exception):
    """Some server in front may show what was public before the last change."""


def purge_public_pages() -> None:
    """Raises `PurgeError` once all have been told that could be."""
    failures = []
    for name, backend in get_backends().items():
        try:
            backend.purge_batch([f"{settings.SITE_URL}/*"])
        except Exception as error:  # of three libraries
            failures.append(f"{name} ({type(error).__name__})")
    if failures:
        raise PurgeError(f"Public pages may be old for a while at: {', '.join(failures)}")


def purge_after_change(**_signal: object) -> None:
    """For `site_changed`. In a request it is done at its end, once for all changes.

    SQLite makes the signal come early where a statement is committed by itself: it is not, until
    the key of the new row has been read.
    """
    if (request := _request_changes.get()) is None:
        _try_to_purge()
    else:
        request.append(True)


class PurgeMiddleware:
    """What a request has changed shows in the next one, whoever sends it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.PUBLIC_PAGES_SMAXAGE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        changes: list[bool] = []
        token = _request_changes.set(changes)
        try:
            return self.get_response(request)
        finally:
            _request_changes.reset(token)
            if changes:
                _try_to_purge()


def _try_to_purge() -> None:
    """Whoever published is not told of a failure: the worker tries again."""
    try:
        purge_public_pages()
    except PurgeError as error:
        logger.error("%s", str(error))


class ChangeFollower:
    """For a thread of the worker: purges at its first look and at the next, after each change."""

    def __init__(self) -> None:
        self._seen = self._settled = ""

    def __call__(self, is_stopped: Callable[[], bool] = lambda: False) -> None:
        version = current_version()
        if version != self._settled:
            purge_public_pages()
            if version == self._seen:
                self._settled = version
            self._seen = version
