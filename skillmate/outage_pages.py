"""What people read while the database is away or nothing can be stored: 503, in words."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from threading import Lock

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _

from web.content_negotiation import prefers_json
from web.outages import Outage

logger = logging.getLogger("skillmate.outages")

LOG_SECONDS = 60.0
PIECE, MOST_PIECES = 64 * 1024, 512  # 32 MB: a part of a video, and some
TEMPLATES = {Outage.AWAY: "errors/503.html", Outage.READ_ONLY: "errors/503_read_only.html"}
RETRY_AFTER = {Outage.AWAY: "20", Outage.READ_ONLY: "120"}
_logged_at: dict[Outage, float] = {}
_lock = Lock()


def outage_response(
    request: HttpRequest, outage: Outage, error: BaseException, *, may_be_saved: bool = False
) -> HttpResponse:
    """Asks nobody for anything: whatever broke would break it too.

    With `may_be_saved` something else than what failed may have been stored before.
    """
    log_outage(outage, error)
    is_unsafe = request.method not in ("GET", "HEAD", "OPTIONS")
    if is_unsafe:
        _drain(request)
    if prefers_json(request):
        response = JsonResponse({"error": _sentence(outage, may_be_saved)}, status=503)
    else:
        context = {"is_unsafe": is_unsafe, "may_be_saved": may_be_saved}
        response = render(None, TEMPLATES[outage], context, status=503)
    response["Retry-After"] = RETRY_AFTER[outage]
    response["Cache-Control"] = "no-store"
    # Django would write a traceback for each of them.
    response._has_been_logged = True
    return response


def _drain(request: HttpRequest) -> None:
    """What was sent and not read makes gunicorn close the connection: the words may never arrive,
    and the worker's other connections wait until the sender has closed it, too."""
    with suppress(UnreadablePostError):
        for _number in range(MOST_PIECES):
            if not request.read(PIECE):
                return


def log_outage(outage: Outage, error: BaseException) -> None:
    """One line a minute for each process: the lines of the requests say who met it."""
    with _lock:
        now = time.monotonic()
        if now - _logged_at.get(outage, -LOG_SECONDS) < LOG_SECONDS:
            return
        _logged_at[outage] = now
    logger.error("Answered with 503: %s", outage.value, exc_info=error)


def _sentence(outage: Outage, may_be_saved: bool) -> str:
    if outage is Outage.AWAY:
        return _("The site cannot reach its data at the moment. Try again in a minute.")
    if may_be_saved:
        return _(
            "Nothing can be stored at the moment. What you sent may not have been saved: look "
            "before you send it again."
        )
    return _("Nothing can be stored at the moment. What you sent was not saved.")
