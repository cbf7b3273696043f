"""Mails a letter: to each reader alone, in their language and time zone, in HTML and text."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

logger = logging.getLogger("skillmate.mail")


@dataclass(frozen=True)
class Letter:
    """`name` is that of its templates in `courses/mail/`."""

    name: str
    context: dict


def post(letter: Letter, readers: Iterable[AbstractBaseUser]) -> None:
    """Send `letter`. A mail server that fails is logged: nobody waits for their mail to work."""
    readers = list(readers)
    if not readers:
        return
    try:
        with get_connection() as connection:
            for reader in readers:
                _send(letter, reader, connection)
    except Exception:
        logger.exception("The mail server cannot be reached: %s was not sent", letter.name)


def _send(letter: Letter, reader: AbstractBaseUser, connection) -> None:
    try:
        _message(letter, reader, connection).send()
    except Exception:
        logger.exception("%s could not be sent to user %s", letter.name, reader.pk)


def _message(letter: Letter, reader: AbstractBaseUser, connection) -> EmailMultiAlternatives:
    # A look, not `get_for_user()`: to send a letter writes nothing.
    profile = getattr(reader, "wagtail_userprofile", None) or UserProfile(user=reader)
    said = {
        **letter.context,
        "reader": reader,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    render = partial(_render, letter.name, context=said)
    with (
        translation.override(profile.get_preferred_language()),
        timezone.override(profile.get_current_time_zone()),
    ):
        message = EmailMultiAlternatives(
            # On one line, whatever a title holds: a second one would be a header.
            subject=" ".join(render("subject.txt").split()),
            body=re.sub(r"\n{3,}", "\n\n", render("message.txt").strip()) + "\n",
            to=[reader.email],
            headers={"Auto-Submitted": "auto-generated"},
            connection=connection,
        )
        message.attach_alternative(render("message.html"), "text/html")
    return message


def _render(name: str, part: str, *, context: dict) -> str:
    return render_to_string(f"courses/mail/{name}_{part}", context)
