"""What becomes of a message from the contact form: it is read, and answered by mail."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from web.mail import Message, send

from .models import ContactAnswer, ContactMessage


def mark_read(message: ContactMessage) -> None:
    """Twice is fine: it was read at the first time."""
    ContactMessage.objects.unread().filter(pk=message.pk).update(read_at=timezone.now())


def mark_unread(message: ContactMessage) -> None:
    """Twice is fine. What was answered stays answered."""
    ContactMessage.objects.filter(pk=message.pk).update(read_at=None)


@transaction.atomic
def answer(message: ContactMessage, text: str, *, by: AbstractBaseUser) -> ContactAnswer:
    """Mail `text` to who wrote `message`. The same text goes out once, however often it is sent.

    Who answers back writes to the site's address for contact, not to the account of `by`.
    """
    message = ContactMessage.objects.select_for_update().get(pk=message.pk)
    sent = message.answers.filter(text=text).first()
    if sent is not None:
        return sent
    new = message.answers.create(text=text, by=by)
    mark_read(message)
    mail = Message("home/mail/answer", {"message": message, "answer": new})
    send(mail, message.email, reply_to=[settings.CONTACT_EMAIL])
    return new
