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


def failed(*, credentials: dict, **signal) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")
    facts = {"event": "sign_in_failed", "account": _pseudonym(tried)}
    logger.warning("Sign-in failed", extra=facts)


def second_step_failed(*, user: AbstractBaseUser, **signal) -> None:
    logger.warning(
        "Second step failed", extra={"event": "second_step_failed", "account": f"{user.pk}"}
    )


def _ways(request: HttpRequest | None, user: AbstractBaseUser) -> list[str]:
    """How they have shown who they are, in order: `["password", "totp"]`."""
    if request is None or not hasattr(request, "session"):
        return []
    records = get_authentication_records(request, user)
    named = [each.get("type") or each.get("provider") or each["method"] for each in records]
    return list(dict.fromkeys(named))


def _pseudonym(text: str) -> str:
    """Tells whether one account is tried again and again, and not which."""
    return salted_hmac("skillmate.audit", text.strip().lower()).hexdigest()[:12]
