"""A mail server that does not answer holds nobody for longer than the timeout."""

import socket
import time
from collections.abc import Iterator
from smtplib import SMTPServerDisconnected

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection, send_mail

from skillmate.settings.mail import mail_settings


class Env(environ.Env):
    def __init__(self, **values: str) -> None:
        super().__init__()
        self.ENVIRON = values


@pytest.fixture
def silent_server() -> Iterator[str]:
    """The address of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, 10),
        ({"EMAIL_TIMEOUT": ""}, 10),
        ({"EMAIL_TIMEOUT": "2.5"}, 2.5),
        ({"EMAIL_URL": "smtp://mail.example.org:25?timeout=4"}, 4),
        ({"EMAIL_URL": "smtp://mail.example.org:25?timeout=4", "EMAIL_TIMEOUT": "7"}, 4),
    ],
)
def test_there_is_always_a_timeout(environment, seconds):
    assert mail_settings(Env(**environment))["EMAIL_TIMEOUT"] == seconds


@pytest.mark.parametrize("value", ["0", "-1", "soon", "301", "inf", "nan"])
def test_invalid_timeout_is_refused_with_a_message(value):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_TIMEOUT .* number of seconds"):
        mail_settings(Env(EMAIL_TIMEOUT=value))


def test_certificates_of_the_url_are_read_and_other_options_refused():
    url = "smtp+tls://mail.example.org:587?ssl_certfile=/etc/mail.pem"
    assert mail_settings(Env(EMAIL_URL=url))["EMAIL_SSL_CERTFILE"] == "/etc/mail.pem"
    with pytest.raises(ImproperlyConfigured, match="nobody reads: time_out"):
        mail_settings(Env(EMAIL_URL="smtp://mail.example.org?time_out=4"))


def test_silent_server_is_given_up_after_the_timeout(silent_server, settings):
    for name, value in mail_settings(Env(EMAIL_URL=f"smtp://{silent_server}?timeout=0.3")).items():
        setattr(settings, name, value)
    connection = get_connection("django.core.mail.backends.smtp.EmailBackend")
    start = time.perf_counter()
    with pytest.raises(SMTPServerDisconnected, match="timed out"):
        send_mail("Hello", "World", None, ["who@example.org"], connection=connection)
    assert 0.2 < time.perf_counter() - start < 5
