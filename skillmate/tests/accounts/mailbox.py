"""What lies in the mailbox of a test."""

import re

from django.core import mail


def newest() -> mail.EmailMultiAlternatives:
    return mail.outbox[-1]


def html(message: mail.EmailMultiAlternatives) -> str:
    """The HTML side of `message`, of which there is exactly one."""
    [(content, kind)] = message.alternatives
    assert kind == "text/html"
    return content


def path_in(message: mail.EmailMultiAlternatives) -> str:
    """The path of the first link in `message`."""
    return re.search(r"https?://[^/\s]+(/\S+)", message.body).group(1)
