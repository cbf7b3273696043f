"""Mail of a site on one's own machine: files to look at, and a line in the console."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils import timezone

SUFFIX = ".eml"
_numbers = itertools.count()


class FolderBackend(BaseEmailBackend):
    """Each message becomes a file in `DEVELOPMENT_MAIL_ROOT`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            name = _write(message)
            address = settings.SITE_URL + reverse("development_mail_message", args=[name])
            sys.stdout.write(f"Mail to {', '.join(message.to)}: “{message.subject}” {address}\n")
        sys.stdout.flush()
        return len(email_messages)


def _write(message: EmailMessage) -> str:
    folder = Path(settings.DEVELOPMENT_MAIL_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    # In the order they were sent, also within the same microsecond.
    name = f"{timezone.now():%Y-%m-%dT%H-%M-%S-%f}-{next(_numbers):04}"
    (folder / f"{name}{SUFFIX}").write_bytes(message.message().as_bytes())
    return name


class StoredMessage:
    """One of the files. `name` stands in its address."""

    def __init__(self, path: Path) -> None:
        self.name = path.name.removesuffix(SUFFIX)
        self.sent_at = datetime.fromtimestamp(path.stat().st_mtime, timezone.get_current_timezone())
        self._message: ParsedMessage = message_from_bytes(path.read_bytes(), policy=policy.default)
        self.subject, self.to = str(self._message["Subject"]), str(self._message["To"])

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        """Empty where there is none."""
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self._message.get_body([kind])
        return part.get_content() if part else ""


def newest(limit: int) -> list[StoredMessage]:
    paths = sorted(Path(settings.DEVELOPMENT_MAIL_ROOT).glob(f"*{SUFFIX}"), reverse=True)
    return [StoredMessage(path) for path in paths[:limit]]


def find(name: str) -> StoredMessage | None:
    path = Path(settings.DEVELOPMENT_MAIL_ROOT) / f"{name}{SUFFIX}"
    return StoredMessage(path) if path.is_file() else None
