"""Tables whose rows are in no backup.

Whoever has the key of a session is signed in, second step included, and one that was ended would be
open again after a restore. And mail that has left by then, links to accounts included, would leave
once more.
"""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from web.models import OutgoingMail

LEFT_OUT = tuple(model._meta.db_table for model in (Session, UserSession, OutgoingMail))
