"""Every e-mail of the site: a message in text and HTML.

A message is three templates, for `Message("courses/mail/submitted", …)` those that begin with
`courses/mail/submitted` and end in `_subject.txt`, `_message.txt` and `_message.html`. The last
two extend `mail/base.txt` and `mail/base.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import cached_property
from wagtail.users.models import UserProfile

from .site_frame import site_name


@dataclass(frozen=True)
class Message:
    """`prefix` is what the paths of its templates have in common."""

    prefix: str
    context: dict

    @property
    def name(self) -> str:
        return self.prefix.rpartition("/")[2]

    def render(self, part: str) -> str:
        return render_to_string(f"{self.prefix}_{part}", {**self.context, **self._site}).strip()

    @cached_property
    def _site(self) -> dict[str, str]:
        return {"site_name": site_name(), "site_url": settings.SITE_URL}


def send(
    message: Message,
    address: str,
    *,
    user: AbstractBaseUser | None = None,
    priority: int | None = None,
    **options,
) -> None:
    """Write `message` to `address`, which is that of `user` if there is one, into the outbox.

    In the transaction of what it tells; the worker sends it. `priority` is one of
    `OutgoingMail.Priority`; `options` are those of Django's `EmailMessage`, such as `reply_to`.
    """
    email = compose(message, address, user=user, **options)
    email.kind, email.user = message.name, user
    if priority is not None:
        email.priority = priority
    email.send()


def compose(
    message: Message, address: str, *, user: AbstractBaseUser | None = None, **options
) -> EmailMultiAlternatives:
    """In the language and time zone of `user`; of the request when nobody is known."""
    with _locale_of(user):
        return _email(message, address, **options)


def _email(message: Message, address: str, **options) -> EmailMultiAlternatives:
    email = EmailMultiAlternatives(
        # On one line, whatever a title holds: a second one would be a header.
        subject=" ".join(message.render("subject.txt").split()),
        # Parts that are left out leave their empty lines.
        body=re.sub(r"\n{3,}", "\n\n", message.render("message.txt")) + "\n",
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
        **options,
    )
    email.attach_alternative(message.render("message.html"), "text/html")
    return email


@contextmanager
def _locale_of(user: AbstractBaseUser | None) -> Iterator[None]:
    """In the language and time zone of `user`; of the request when nobody is known."""
    if user is None:
        yield
        return
    # A look, not `get_for_user()`: to send a message writes nothing.
    profile = getattr(user, "wagtail_userprofile", None) or UserProfile(user=user)
    with (
        translation.override(profile.get_preferred_language()),
        timezone.override(profile.get_current_time_zone()),
    ):
        yield
