"""Sessions that are over."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef


def forget_expired_sessions() -> None:
    """Those past their day, and what the list of sessions still says of any that is gone.

    Safe at any time, and twice: allauth lists a session after it was saved.
    """
    SessionStore.clear_expired()
    sessions = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(sessions)).delete()
