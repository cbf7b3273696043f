"""Django's `EMAIL_BACKEND`: whoever sends a mail here, Wagtail and allauth included, has it written
down, and the worker sends it."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .queue import enqueue_message


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were written down. What the database raises is raised, `fail_silently` or not:
        the transaction it was in would be lost in silence."""
        messages = [message for message in email_messages if message.recipients()]
        for message in messages:
            enqueue_message(message)
        return len(messages)
