"""Who asks, without a look at the session of somebody who has none."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest


def has_session(request: HttpRequest) -> bool:
    # A session begun in this very request (signing in) has no cookie yet.
    session = getattr(request, "session", None)
    has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
    return session is not None and (has_cookie or session.accessed)


def user_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """A visitor without a session costs no query, and what they get can be kept for all."""
    return request.user if has_session(request) else AnonymousUser()
