"""Every request has an id, which its answer, its log lines and its audit entries share."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

if TYPE_CHECKING:  # gunicorn reads this module before there are models
    from django.contrib.auth.models import AbstractBaseUser

HEADER = "X-Request-ID"
# As nginx, Envoy and Heroku make them. Wagtail's log keeps an id in a column for UUIDs.
UUID_FORM = re.compile(r"[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
EXPORTS = {"csv", "xlsx"}

_current: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
_access = logging.getLogger("skillmate.access")
_audit = logging.getLogger("skillmate.audit")


class RequestMiddleware:
    """The outermost: whatever answers, the answer has an id and one line in the log.

    The line tells how long it took until the answer began, which of a file is not all of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = _id_from_proxy(request) or uuid4().hex
        token, started = _current.set(request), perf_counter()
        try:
            response = self.get_response(request)
        except Exception:  # the page that says so broke as well
            _write_line(request, 500, seconds=perf_counter() - started)
            raise
        else:
            response[HEADER] = request.id
            _write_line(request, response.status_code, seconds=perf_counter() - started)
            return response
        finally:
            _current.reset(token)


def current_request() -> HttpRequest | None:
    """None outside of requests: in commands, in the worker, in a shell."""
    return _current.get()


def current_id() -> str:
    """32 hexadecimal digits; empty outside of requests."""
    request = current_request()
    return request.id if request else ""


def known_user(request: HttpRequest) -> AbstractBaseUser | None:
    """Who is signed in, if somebody has asked already: a log line must not cost a query."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return user if user and user.is_authenticated else None


def _id_from_proxy(request: HttpRequest) -> str:
    """What a proxy of one's own calls the request. Anyone else could choose an id of another."""
    request_id = request.headers.get(HEADER, "")
    is_trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0 and UUID_FORM.fullmatch(request_id)
    return UUID(request_id).hex if is_trusted else ""


def _write_line(request: HttpRequest, status: int, *, seconds: float) -> None:
    facts = {"status": status, "duration_ms": round(seconds * 1000, 1)}
    # Wagtail exports reports by GET, which writes no audit entry: this line is all there is.
    # So it is no line that `LOG_LEVEL` takes away.
    if (export := request.GET.get("export")) in EXPORTS:
        _audit.info("Exported", extra={**facts, "export": export})
    else:
        _access.info("Answered", extra=facts)
