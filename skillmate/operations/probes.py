"""What programs ask to see whether the site is well.

`/healthz`: this process answers. It asks nothing and nobody, so that whoever restarts what is ill
restarts no web server because the database is away. `/readyz`: everything the site needs is there.
`/site-version/`: what a server in front keeps pages by.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skillmate.version import VERSION
from web.frontend_cache.version import site_version

from .readiness import problems

# Anyone may ask, and each time would cost a few connections.
FRESH_SECONDS = 2.0
ONLY_READ = "This address is only read, by GET and HEAD.\n"
_latest: tuple[float, dict[str, str]] | None = None
_lock = Lock()


class ProbeMiddleware:
    """Answers outside of all that needs a host name, https, the database or the cache.

    Machines are asked by their numbers, without a certificate for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        view = PROBES.get(request.path_info)
        if not view:
            return self.get_response(request)
        response = view(request)
        if isinstance(response, HttpResponseNotAllowed):
            response.content, response["Content-Type"] = ONLY_READ, "text/plain"
        response["Content-Length"] = str(len(response.content))
        return response


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200, or 503 and what is missing. The version too; nothing that is secret."""
    missing = _problems()
    body = {"ready": not missing, "version": VERSION, "missing": missing}
    response = JsonResponse(body, status=503 if missing else 200)
    # Django would write an error for each time somebody asks; the line of the request says it.
    response._has_been_logged = True
    return response


PROBES = {"/healthz": healthz, "/readyz": readyz, "/site-version/": site_version}


def _problems() -> dict[str, str]:
    """As they were `FRESH_SECONDS` ago at most, or, while somebody finds out, as last known."""
    global _latest  # of this process
    if not _lock.acquire(blocking=_latest is None):
        return _latest[1]
    try:
        if _latest is None or monotonic() - _latest[0] >= FRESH_SECONDS:
            missing = problems()
            _latest = (monotonic(), missing)
        return _latest[1]
    finally:
        _lock.release()
