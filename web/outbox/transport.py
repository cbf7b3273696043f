"""The mail server, as the worker meets it."""

from __future__ import annotations

import re
from contextlib import suppress
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
REASON_MAX_LENGTH = 300
# "Service not available, closing transmission channel": it concerns every message.
CLOSING = 421


class MailServerUnavailable(Exception):
    """No message can be sent for now. Its text is the reason, without addresses."""


class Transport:
    """One connection to the mail server, `MAIL_TRANSPORT`, opened when the first message leaves."""

    def __init__(self) -> None:
        self._connection = get_connection(settings.MAIL_TRANSPORT)
        self._is_used = False

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
            # Many servers take so many messages on one connection, and then hang up.
            if not was_used:
                raise
            self._send(message)

    def _send(self, message: EmailMessage) -> None:
        try:
            self._connection.open()
        except Exception as error:
            self._close()
            raise MailServerUnavailable(reason(error)) from error
        try:
            self._connection.send_messages([message])
        except Exception as error:
            self._close()
            if getattr(error, "smtp_code", None) == CLOSING:
                raise MailServerUnavailable(reason(error)) from error
            raise
        self._is_used = True

    def _close(self) -> None:
        self._is_used = False
        with suppress(Exception):  # what is said goodbye to may be gone
            self._connection.close()


def reason(error: BaseException) -> str:
    """What the server, or the network, said: for administrators, without addresses."""
    if isinstance(error, SMTPRecipientsRefused):
        replies = [f"{code} {_text(text)}" for code, text in error.recipients.values()]
        text = "; ".join(replies)
    elif isinstance(error, SMTPResponseException):
        text = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return " ".join(ADDRESS.sub("…", text).split())[:REASON_MAX_LENGTH]


def _text(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else reply
