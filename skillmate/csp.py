"""Content Security Policy, by the names Django 6 has for it in `django.utils.csp`.

There this module is deleted, and whoever imports it imports that one.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.functional import SimpleLazyObject, empty


class CSP(StrEnum):
    """What may stand in a directive beside hosts, and the headers a policy is sent in."""

    HEADER_ENFORCE = "Content-Security-Policy"
    HEADER_REPORT_ONLY = "Content-Security-Policy-Report-Only"
    NONE = "'none'"
    SELF = "'self'"
    UNSAFE_INLINE = "'unsafe-inline'"
    NONCE = "<CSP_NONCE_SENTINEL>"  # of each response its own


class LazyNonce(SimpleLazyObject):
    """Made when it is first written somewhere. True once it was: else no policy needs it."""

    def __init__(self) -> None:
        super().__init__(lambda: secrets.token_urlsafe(16))

    def __bool__(self) -> bool:
        return self._wrapped is not empty


def build_policy(config: Mapping[str, Sequence[str]], nonce: LazyNonce | None = None) -> str:
    """The header that says `config`: directives with their sources."""
    sources = {
        directive: [
            f"'nonce-{nonce}'" if source == CSP.NONCE else str(source)
            for source in values
            if nonce or source != CSP.NONCE
        ]
        for directive, values in config.items()
    }
    return "; ".join(" ".join([name, *values]) for name, values in sources.items() if values)
