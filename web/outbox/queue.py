"""Writing down what is to be sent, in the transaction of what it tells."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from ..encryption import seal
from ..models import OutgoingMail
from .serialization import serialize

# Changing it loses what waits, as another key does.
SALT = "web.outbox"
Priority = OutgoingMail.Priority


def enqueue(
    kind: str, *, key: str | None = None, priority: Priority = Priority.NORMAL, **context
) -> None:
    """Tell of something that happened to whom `kind` names, made from the ids in `context`.

    With a `key` it is told once, however often one asks.
    """
    mail = OutgoingMail(kind=kind, context=context, key=key, priority=priority)
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=key is not None)


def enqueue_message(message: EmailMessage) -> OutgoingMail:
    """Keep `message`, made already, until it has left.

    It may say what it is by attributes: `kind`, `user` and `priority`. Raises `BadHeaderError`.
    """
    recipients = message.recipients()
    return OutgoingMail.objects.create(
        kind=getattr(message, "kind", "") or "other",
        user=getattr(message, "user", None),
        priority=getattr(message, "priority", Priority.NORMAL),
        sealed=seal(serialize(message), salt=SALT),
        address_digest=address_digest(recipients[0]) if len(recipients) == 1 else "",
    )


def address_digest(address: str) -> str:
    """The same for the same address, and tells nobody which."""
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()


def mail_to(addresses: Iterable[str]) -> QuerySet[OutgoingMail]:
    """What was written, or is to be, to one of `addresses`."""
    digests = [address_digest(address) for address in addresses]
    return OutgoingMail.objects.filter(address_digest__in=digests)
