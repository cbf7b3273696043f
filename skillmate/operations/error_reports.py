"""Errors nobody expected are told to operators: by mail to `ADMINS`, and to Sentry.

A report says what a log line does (`exception_logging`): the kind of the error and every line of
code on the way, the route and the request's id. Nobody's words, addresses or forms are in it.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from traceback import extract_tb

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from skillmate.exception_logging import error_name, format_traceback
from skillmate.version import VERSION
from web.mail import Message, send
from web.outages import outage_of
from web.request_id import current_id

from . import checks
from .models import ReportedError

logger = logging.getLogger("skillmate.error_reports")

# Between two mails about errors of one kind.
PAUSE = timedelta(hours=1)
KEPT_FOR = timedelta(days=30)


def is_anybody_told() -> bool:
    return bool(settings.ADMINS or settings.SENTRY_DSN)


def report_failed_request(sender: object, request: HttpRequest, **kwargs: object) -> None:
    """For `got_request_exception`, which comes before the page that says so is made.

    `request.is_reported` is what that page may promise.
    """
    error = sys.exc_info()[1]
    if error is None or settings.DEBUG:
        return
    match = request.resolver_match
    route = (match.view_name or match.route) if match else "no route"
    request.is_reported = report(error, where=f"{request.method[:10]} {route}")


def report(error: BaseException, *, where: str) -> bool:
    """Tell operators of `error`, which came up in `where`. Whether they know of its kind, or are
    about to: Sentry took it, or mail to them leaves.

    Raises nothing: whoever calls this has trouble enough.
    """
    if outage_of(error):  # nothing here is at fault, and `/readyz` tells of it
        return False
    return any([_try(_send_to_sentry, error, where), _try(_mail_admins, error, where)])


def forget_old_reports() -> None:
    ReportedError.objects.filter(mailed_at__lt=timezone.now() - KEPT_FOR).delete()


def _try(tell: Callable[[BaseException, str], bool], error: BaseException, where: str) -> bool:
    try:
        return tell(error, where)
    except Exception:
        logger.exception("Nobody could be told of %s", error_name(error))
        return False


def _send_to_sentry(error: BaseException, where: str) -> bool:
    if not settings.SENTRY_DSN:
        return False
    from . import sentry  # noqa: PLC0415  (nobody else pays for importing it)

    return sentry.capture(error, where=where, request_id=current_id())


def _mail_admins(error: BaseException, where: str) -> bool:
    if not settings.ADMINS:
        return False
    with transaction.atomic():
        if _is_due(_fingerprint(error)):
            _mail(error, where)
    return _is_mail_leaving()


def _is_mail_leaving() -> bool:
    """Whether what is in the outbox has been leaving lately: it has no one to send it where the
    worker is gone, and no server to take it where it waits for long."""
    return not (checks.worker() or checks.mail())


def _is_due(fingerprint: str) -> bool:
    """True for one of all who ask within `PAUSE`."""
    now = timezone.now()
    rows = ReportedError.objects.filter(fingerprint=fingerprint)
    if rows.filter(mailed_at__gt=now - PAUSE).exists():
        return False
    if rows.filter(mailed_at__lte=now - PAUSE).update(mailed_at=now):
        return True
    _row, is_new = ReportedError.objects.get_or_create(
        fingerprint=fingerprint, defaults={"mailed_at": now}
    )
    return is_new


def _fingerprint(error: BaseException) -> str:
    """Of its class and of the last line of this site's code that led to it."""
    frames = extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_own(frame.filename)] or frames
    place = f"{own[-1].filename}:{own[-1].lineno}" if own else ""
    return sha256(
        f"{type(error).__module__}.{type(error).__qualname__} {place}".encode()
    ).hexdigest()


def _is_own(filename: str) -> bool:
    return filename.startswith(f"{settings.BASE_DIR}/") and "site-packages" not in filename


def _mail(error: BaseException, where: str) -> None:
    context = {
        "error": error_name(error),
        "where": where,
        "request_id": current_id(),
        "time": timezone.now(),
        "traceback": format_traceback(error),
        "version": VERSION,
    }
    message = Message("skillmate/mail/error", context)
    for _name, address in settings.ADMINS:
        send(message, address, from_email=settings.SERVER_EMAIL)
