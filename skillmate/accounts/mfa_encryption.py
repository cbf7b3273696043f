"""Secrets of second steps, sealed with the site's own: no copy of the database yields a code."""

from __future__ import annotations

import base64
import logging
import os

from web import encryption
from web.encryption import InvalidToken

logger = logging.getLogger("skillmate.accounts")

# How every Fernet token begins: a version, and a time before the year 2106.
FERNET_PREFIX = "gAAAAA"
# Changing it loses what is sealed, as another key does.
SALT = "skillmate.second-steps"


def seal(secret: str) -> str:
    return encryption.seal(secret, salt=SALT)


def unseal(token: str) -> str:
    """The secret again; one from before there was sealing is returned as it is.

    Where `SECRET_KEY` was changed and the old one is not among `SECRET_KEY_FALLBACKS`, it is a
    secret nobody knows: no code fits it. (An empty one would fit a code that anyone can compute.)
    """
    if not token.startswith(FERNET_PREFIX):
        return token
    try:
        return encryption.unseal(token, salt=SALT)
    except InvalidToken:
        logger.warning(
            "A second step was set up under another SECRET_KEY: put that into SECRET_KEY_FALLBACKS."
        )
        return base64.b32encode(os.urandom(20)).decode()
