"""Texts kept in the database that no copy of it may give away, sealed with `SECRET_KEY`."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

__all__ = ["InvalidToken", "seal", "unseal"]


def seal(text: str, *, salt: str) -> str:
    """`salt` is a name for what is sealed: one kind of secret never passes for another."""
    return _fernet(salt).encrypt(text.encode()).decode()


def unseal(token: str, *, salt: str) -> str:
    """The text again. Raises `InvalidToken` for one sealed under a `SECRET_KEY` that is neither
    the present one nor among `SECRET_KEY_FALLBACKS`."""
    return _fernet(salt).decrypt(token.encode()).decode()


def _fernet(salt: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(key, salt)) for key in keys])


def _key_from(secret: str, salt: str) -> bytes:
    mac = salted_hmac(salt, "key", secret=secret, algorithm="sha256")
    return base64.urlsafe_b64encode(mac.digest())
