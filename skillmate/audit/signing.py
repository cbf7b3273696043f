"""Signing in and out. What fails is told to the log file alone: anybody can fail for ever."""

from __future__ import annotations

import logging

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .entries import record

logger = logging.getLogger("skillmate.audit")


def signed_in(*, request: HttpRequest | None, user: AbstractBaseUser, **signal) -> None:
    record(user, "skillmate.sign_in", by=user, ways=_ways(request, user))


def signed_out(*, user: AbstractBaseUser | None, **signal) -> None:
    if user:
        record(user, "skillmate.sign_out", by=user)


def password_reset(*, user: AbstractBaseUser, **signal) -> None:
    record(user, "skillmate.password_reset", by=user)


def sign_in_failed(*, credentials: dict, **signal) -> None:
    identifier = str(credentials.get("email") or credentials.get("username") or "")
    fields = {"event": "sign_in_failed", "account": _pseudonym(identifier)}
    logger.warning("Sign-in failed", extra=fields)


def second_step_failed(*, user: AbstractBaseUser, **signal) -> None:
    logger.warning(
        "Second step failed", extra={"event": "second_step_failed", "account": f"{user.pk}"}
    )


def _ways(request: HttpRequest | None, user: AbstractBaseUser) -> list[str]:
    """How they have shown who they are, in order: `["password", "totp"]`."""
    if request is None or not hasattr(request, "session"):
        return []
    records = get_authentication_records(request, user)
    methods = [
        authentication.get("type") or authentication.get("provider") or authentication["method"]
        for authentication in records
    ]
    return list(dict.fromkeys(methods))


def _pseudonym(text: str) -> str:
    """Tells whether one account is tried again and again, and not which."""
    return salted_hmac("skillmate.audit", text.strip().lower()).hexdigest()[:12]
