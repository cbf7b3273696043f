from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage

from web.tests import smtp


@pytest.fixture
def port(settings) -> int:
    """Where mail goes; nobody listens there yet."""
    port = smtp.free_port()
    smtp.use(settings, port)
    return port


@pytest.fixture
def server(port) -> Iterator[smtp.MailServer]:
    with smtp.running(port) as server:
        yield server


@pytest.fixture
def ada(db):
    return get_user_model().objects.create_user("ada", email="ada@example.com")


@pytest.fixture
def write(db):
    """Writes a message to each of the addresses, by Django's own means."""

    def write(*addresses: str, **attributes) -> None:
        for address in addresses:
            message = EmailMessage("Hello", "A secret link.", to=[address])
            vars(message).update(attributes)
            message.send()

    return write
