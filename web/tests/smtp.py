"""A mail server that speaks SMTP, and does what tests want of one."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"


class MailServer:
    """`messages` are those it took. `reply(address)` is what it says to one: `OK`, or an error."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.reply: Callable[[str], str] = lambda address: OK
        # How many messages one connection may send; None for any number.
        self.most: int | None = None
        self.hangs_up = False
        # What it says to a command, if not OK; the address after whose message it hangs up; and the
        # seconds it takes to look at a message.
        self.replies: dict[str, str] = {}
        self.hangs_up_after = ""
        self.seconds = 0.0

    @property
    def recipients(self) -> list[str]:
        return [message["To"] for message in self.messages]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd's)
        await asyncio.sleep(self.seconds)
        reply = self.replies.get("DATA") or self.reply(envelope.rcpt_tos[0])
        if reply == OK:
            message = message_from_bytes(envelope.original_content, policy=policy.default)
            self.messages.append(message)
        if envelope.rcpt_tos[0] == self.hangs_up_after:
            server.transport.close()
        session.taken = getattr(session, "taken", 0) + 1
        return reply

    async def handle_MAIL(  # noqa: N802  (aiosmtpd's)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        if getattr(session, "taken", 0) == self.most:
            if self.hangs_up:
                server.transport.close()
            return "421 Too many messages"
        envelope.mail_from = address
        return self.replies.get("MAIL", OK)

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.replies.get("RCPT", OK)


OK = "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def use(settings, port: int, *, timeout: float = 5) -> None:
    """From now on mail is sent to that port."""
    settings.MAIL_TRANSPORT = TRANSPORT
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = timeout


@contextmanager
def running(port: int) -> Iterator[MailServer]:
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
