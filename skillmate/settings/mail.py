"""Which server takes the site's mail, and how long anyone waits for it."""

import re

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from .checked import seconds

# What may stand in EMAIL_URL after "?", and the setting it is.
URL_OPTIONS = {
    "TIMEOUT": "EMAIL_TIMEOUT",
    "SSL_KEYFILE": "EMAIL_SSL_KEYFILE",
    "SSL_CERTFILE": "EMAIL_SSL_CERTFILE",
}

OUTBOX = "web.outbox.backend.OutboxBackend"


def mail_settings(env: Env) -> dict:
    """Django's `EMAIL_` settings, from `EMAIL_URL` and `EMAIL_TIMEOUT` (seconds).

    Whoever sends a mail writes it into the outbox (`EMAIL_BACKEND`); the worker sends it by
    `MAIL_TRANSPORT`, which is what Django calls a backend as well (decision 0031).

    A timeout in the URL wins. There always is one: without, each thread that mails waits for ever
    for a server that does not answer. Raises ImproperlyConfigured for what nobody would read.
    """
    settings = env.email_url("EMAIL_URL", default="consolemail://")
    options = {"TIMEOUT": env("EMAIL_TIMEOUT", default="") or 10, **settings.pop("OPTIONS", {})}
    if unknown := sorted(options.keys() - URL_OPTIONS.keys()):
        raise ImproperlyConfigured(
            f"EMAIL_URL has an option that nobody reads: {', '.join(unknown).lower()}."
        )
    name = "EMAIL_TIMEOUT (or timeout= in EMAIL_URL)"
    options["TIMEOUT"] = seconds(name, options["TIMEOUT"], most=300)
    settings["MAIL_TRANSPORT"] = settings["EMAIL_BACKEND"]
    settings["EMAIL_BACKEND"] = OUTBOX
    return settings | {URL_OPTIONS[name]: value for name, value in options.items()}


def admins(env: Env) -> list[tuple[str, str]]:
    """Django's `ADMINS`, from addresses with commas between. Raises ImproperlyConfigured."""
    addresses = [address.strip() for address in env.list("ADMINS", default=[])]
    for address in addresses:
        if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address):
            raise ImproperlyConfigured(
                f"ADMINS has {address!r}, which is no e-mail address. It reads "
                "ann@example.org,bob@example.org, without names."
            )
    return [(address, address) for address in addresses]
