"""The mail server, as the worker meets it."""

from __future__ import annotations

import re
from contextlib import suppress
from smtplib import (
    SMTP,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

# Links of spam filters name the address as well.
PERSONAL = re.compile(r"""https?://\S+|"[^"]*"@\S+|[^\s<>]+@[^\s<>]+""")
REASON_MAX_LENGTH = 300
# "Service not available, closing transmission channel": it concerns every message.
CLOSING = 421
# How long the server may take to answer, in seconds, once it has answered at all: it scans what it
# got. Nobody but the worker waits.
ANSWER_TIMEOUT = 120


class MailServerUnavailable(Exception):
    """No message can be sent for now. Its text is the reason, without addresses."""


class Transport:
    """One connection to the mail server, `MAIL_TRANSPORT`, opened when the first message leaves."""

    def __init__(self) -> None:
        self._connection = get_connection(settings.MAIL_TRANSPORT)
        self._is_used = self._has_sent_content = False

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *exception) -> None:
        self._close()

    def send(self, message: EmailMessage) -> None:
        """Raises `MailServerUnavailable`, or what the server said of this very message."""
        was_used = self._is_used
        try:
            self._send(message)
        except (SMTPServerDisconnected, MailServerUnavailable):
            # Many servers take so many messages on one connection, and then hang up. Once the
            # message itself is with them, nobody knows whether they took it.
            if not was_used or self._has_sent_content:
                raise
            self._send(message)

    def _send(self, message: EmailMessage) -> None:
        self._has_sent_content = False
        try:
            if self._connection.open():
                self._prepare(getattr(self._connection, "connection", None))
        except Exception as error:
            self._close()
            raise MailServerUnavailable(reason(error)) from error
        try:
            self._connection.send_messages([message])
        except Exception as error:
            self._close()
            if _concerns_all(error):
                raise MailServerUnavailable(reason(error)) from error
            raise
        self._is_used = True

    def _prepare(self, smtp: SMTP | None) -> None:
        """Who has taken a message may look at it for a while before they say so."""
        if not isinstance(smtp, SMTP):
            return
        smtp.sock.settimeout(max(ANSWER_TIMEOUT, settings.EMAIL_TIMEOUT))
        send_content = smtp.data

        def data(content: bytes) -> tuple[int, bytes]:
            self._has_sent_content = True
            return send_content(content)

        smtp.data = data

    def _close(self) -> None:
        self._is_used = False
        with suppress(Exception):  # what is said goodbye to may be gone
            self._connection.close()


def _concerns_all(error: BaseException) -> bool:
    """Such as a server that closes, or has no room for any message."""
    if isinstance(error, SMTPRecipientsRefused):
        return any(code == CLOSING for code, _reply in error.recipients.values())
    if isinstance(error, SMTPSenderRefused):
        return 400 <= error.smtp_code < 500
    return getattr(error, "smtp_code", None) == CLOSING


def reason(error: BaseException) -> str:
    """What the server, or the network, said: for administrators, without addresses."""
    if isinstance(error, SMTPRecipientsRefused):
        replies = [f"{code} {_text(text)}" for code, text in error.recipients.values()]
        text = "; ".join(replies)
    elif isinstance(error, SMTPResponseException):
        text = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return " ".join(PERSONAL.sub("…", text).split())[:REASON_MAX_LENGTH]


def _text(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else reply
