"""Two-step sign-in: who has set it up, and in which browser it was taken."""

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest

# Recovery codes stand in for one of these; alone they are no second step.
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def steps_of(user: AbstractBaseUser) -> set[str]:
    """The kinds of second step `user` has set up, in one query."""
    steps = Authenticator.objects.filter(user_id=user.pk, type__in=STEPS)
    return set(steps.values_list("type", flat=True))


def is_taken(request: HttpRequest) -> bool:
    """Whether a second step was taken in this session, at sign-in or later."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def reauthentication_url_name(steps: set[str]) -> str:
    """The name of the page that asks for one of `steps` again."""
    if Authenticator.Type.TOTP in steps:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn"  # the other page asks for codes, and there are none


def note_first(
    *, request: HttpRequest, user: AbstractBaseUser, authenticator: Authenticator, **signal
) -> None:
    """Setting up the first step takes it, and ends the sessions that began without one.

    A later one does not: a session that never took a step must not get around that by adding its
    own. Nor may it live on, as whoever knows the password could then switch the step off.
    """
    authenticators = Authenticator.objects.filter(user_id=user.pk, type__in=STEPS)
    if authenticator.type not in STEPS or authenticators.exclude(pk=authenticator.pk).exists():
        return
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, set_up=True
    )
    end_other_sessions(request, user)


@transaction.atomic
def remove_steps(user: AbstractBaseUser) -> int:
    """Removes every step of `user` and ends all their sessions. How many steps there were."""
    steps = Authenticator.objects.filter(user_id=user.pk)
    count = steps.count()
    steps.delete()
    sign_out_everywhere(user)
    return count


def sign_out_everywhere(user: AbstractBaseUser) -> None:
    """Ends every session of `user`, with the rows that hold them: they name the address."""
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()
