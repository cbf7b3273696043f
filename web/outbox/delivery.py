"""Sending what is due: each message claimed, sent and ticked off by itself.

Nothing is lost. A message is sent twice, under the same Message-ID, where nobody can know whether
it was taken: the worker was killed, or the server silent, between its content and the tick.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.mail import EmailMessage
from django.core.mail.utils import DNS_NAME
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..encryption import InvalidToken, unseal
from ..mail import compose
from ..models import OutgoingMail
from . import kinds
from .queue import SALT
from .serialization import deserialize
from .transport import MailServerUnavailable, Transport, reason

logger = logging.getLogger("skillmate.mail")

# After each failed try it rests; after the last it is given up.
RETRIES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]
# Links in it are good for three days: what is older helps nobody.
MAX_AGE = timedelta(days=3)
CANDIDATES = 20
# Longer than a server that answers slowly, but does, may take for one message.
CLAIM = timedelta(minutes=10)


def send_due_mail(is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Send what is due, first things first; returns how many messages left.

    Ends between two messages once `is_stopped`. Any number of workers may run it. Raises
    `MailServerUnavailable`: what waits is still due then.
    """
    sent = 0
    with Transport() as transport:
        while not is_stopped() and (mail := claim_next()):
            if mail.is_event:
                _expand(mail)
            else:
                sent += _send(mail, transport)
    return sent


def claim_next() -> OutgoingMail | None:
    """The next that is due, for nobody else until it is sent, failed, or its claim is over."""
    now = timezone.now()
    claim_end = now + CLAIM
    while pks := list(OutgoingMail.objects.due(now).values_list("pk", flat=True)[:CANDIDATES]):
        for pk in pks:
            due = OutgoingMail.objects.due(now).filter(pk=pk).order_by()
            if due.update(claimed_until=claim_end, tries=F("tries") + 1):
                return OutgoingMail.objects.select_related("user").get(pk=pk)
    return None


def _expand(event: OutgoingMail) -> None:
    """Puts a message for each who is to be told into the place of what happened."""
    try:
        with transaction.atomic():
            OutgoingMail.objects.bulk_create(_messages_of(event), ignore_conflicts=True)
            _tick_off(event)
    except Exception as error:
        _record_failure(event, error)


def _messages_of(event: OutgoingMail) -> list[OutgoingMail]:
    return [
        OutgoingMail(
            kind=event.kind,
            context=event.context,
            user_id=user_id,
            key=f"{event.pk}/{user_id}",
            priority=event.priority,
            created_at=event.created_at,
        )
        for mailing in kinds.mailings(event.kind, event.context)
        for user_id in mailing.user_ids()
    ]


def _send(mail: OutgoingMail, transport: Transport) -> bool:
    """Whether it left: what is no longer so, or not wanted any more, does not."""
    try:
        message = _message(mail)
        if message is not None:
            transport.send(message)
    except MailServerUnavailable as error:
        _put_back(mail, error)
        raise
    except Exception as error:
        _record_failure(mail, error)
        return False
    if message is None:
        mail.delete()
        return False
    _tick_off(mail)
    return True


def _message(mail: OutgoingMail) -> EmailMessage | None:
    if mail.user and not mail.user.is_active:
        return None
    message = open_sealed(mail) or _made_again(mail)
    if message is not None:
        message.extra_headers.setdefault("Message-ID", f"<{mail.uuid}@{DNS_NAME}>")
    return message


def open_sealed(mail: OutgoingMail) -> EmailMessage | None:
    """The message kept in `mail`; None for one that is made when it leaves.

    Raises `InvalidToken` where the site's key has changed.
    """
    return deserialize(unseal(mail.sealed, salt=SALT)) if mail.sealed else None


def _made_again(mail: OutgoingMail) -> EmailMessage | None:
    for mailing in kinds.mailings(mail.kind, mail.context):
        user = mailing.user(mail.user_id)
        if user is not None and user.email:
            return compose(mailing.message, user.email, user=user)
    return None


def _tick_off(mail: OutgoingMail) -> None:
    """From now on nothing of what it said is kept."""
    _update(mail, sent_at=timezone.now(), sealed="", error="")


def _put_back(mail: OutgoingMail, error: MailServerUnavailable) -> None:
    """The server failed, not the message: it is next when there is a server again."""
    if _is_too_old(mail):
        _give_up(mail, str(error))
    else:
        _update(mail, tries=mail.tries - 1, error=str(error))


def _record_failure(mail: OutgoingMail, error: Exception) -> None:
    text = "sealed under another SECRET_KEY" if isinstance(error, InvalidToken) else reason(error)
    logger.warning(
        "Message %s (%s) could not be sent, try %s", mail.pk, mail.kind, mail.tries, exc_info=error
    )
    if mail.tries > len(RETRIES) or _is_too_old(mail) or isinstance(error, InvalidToken):
        _give_up(mail, text)
    else:
        _update(mail, not_before=timezone.now() + RETRIES[mail.tries - 1], error=text)


def _give_up(mail: OutgoingMail, text: str) -> None:
    logger.error("Message %s (%s) has been given up", mail.pk, mail.kind)
    _update(mail, failed_at=timezone.now(), error=text)


def _is_too_old(mail: OutgoingMail) -> bool:
    return mail.created_at < timezone.now() - MAX_AGE


def _update(mail: OutgoingMail, **values) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(claimed_until=None, **values)
