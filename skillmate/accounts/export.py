"""Everything the site keeps of one person, to download. No secret is among it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.db.models.functions import Lower
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from courses.models import CoursePage, Instructor, InstructorChange, ReviewedPage
from home.models import ContactAnswer, ContactMessage
from learners.profiles.export import records
from web.models import OutgoingMail

from ..audit.own import entries_of

PREFERENCES = (
    *("preferred_language", "current_time_zone", "theme", "contrast", "density"),
    *("submitted_notifications", "approved_notifications", "rejected_notifications"),
    *("updated_comments_notifications", "keyboard_shortcuts", "dismissibles"),
)


def export_account(user: User, *, by: User) -> dict:
    """`account_data`; that `by` asked for it is written down."""
    log(instance=user, action="skillmate.account_exported", user=by)
    return account_data(user)


def account_data(user: User) -> dict:
    """Plain values by name, learners' records among them. Times in UTC."""
    return {
        "account": _account(user),
        "email_addresses": _rows(EmailAddress.objects.filter(user=user), "email", "verified"),
        "connected_accounts": _rows(
            SocialAccount.objects.filter(user=user),
            *("provider", "uid", "extra_data", "date_joined", "last_login"),
        ),
        "second_steps": [
            _step(authenticator) for authenticator in Authenticator.objects.filter(user=user)
        ],
        "sessions": _rows(
            UserSession.objects.filter(user=user),
            *("ip", "user_agent", "created_at", "last_seen_at"),
        ),
        **records(user),
        "editor_preferences": _preferences(user),
        "teaching": _teaching(user),
        "messages": _rows(
            messages_of(user), *("name", "email", "subject", "message", "created_at", "read_at")
        ),
        "answers": _rows(ContactAnswer.objects.filter(message__in=messages_of(user)), "text", "at"),
        "mail": _rows(
            OutgoingMail.objects.filter(user=user), *("kind", "created_at", "sent_at", "failed_at")
        ),
        "activity": entries_of(user),
    }


def messages_of(user: User) -> QuerySet[ContactMessage]:
    """What came through the contact form under an address `user` has confirmed.

    Anyone can write any address there; only its owner may read or take back what bears it.
    """
    # In lower case, as allauth keeps them.
    own_addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    return ContactMessage.objects.annotate(address=Lower("email")).filter(address__in=own_addresses)


def _account(user: User) -> dict:
    names = ("username", "email", "first_name", "last_name", "date_joined", "last_login")
    values = {name: getattr(user, name) for name in names}
    roles = user.groups.filter(course_team=None).values_list("name", flat=True)
    return {**values, "is_administrator": user.is_superuser, "roles": sorted(roles)}


def _step(step: Authenticator) -> dict:
    return {"name": str(step), "created_at": step.created_at, "last_used_at": step.last_used_at}


def _preferences(user: User) -> dict | None:
    """How they set up the admin; None for who never did."""
    profile = UserProfile.objects.filter(user=user).first()
    if profile is None:
        return None
    picture = profile.avatar.url if profile.avatar else None
    return {**{name: getattr(profile, name) for name in PREFERENCES}, "picture": picture}


def _teaching(user: User) -> dict:
    instructors = Instructor.objects.filter(user=user)
    teams = CoursePage.objects.filter(team__group__user=user).order_by("title")
    return {
        "shown_as": _rows(instructors, "name", "headline", "bio", "website"),
        "change_that_waits": _rows(
            InstructorChange.objects.filter(instructor__user=user),
            *("name", "headline", "bio", "website", "submitted_at", "returned_at", "comment"),
        ),
        "on_the_team_of": list(teams.values_list("title", flat=True)),
        "pages_looked_at": _rows(ReviewedPage.objects.filter(user=user), "page__title", "at"),
    }


def _rows(rows: QuerySet, *names: str) -> list[dict]:
    return list(rows.order_by("pk").values(*names))
