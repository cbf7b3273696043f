"""Deleting an account: the person goes, the row stays behind everything that points to it."""

from functools import partial

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import APIToken, PageSubscription
from wagtail.users.models import UserProfile

from courses.instructors.portraits import delete_unless_shown
from courses.instructors.profiles import delete_change
from courses.models import Instructor, ReviewedPage
from learners.profiles.erasure import forget
from web.models import OutgoingMail
from web.outbox.queue import mail_to

from ..audit.entries import one_entry
from .export import messages_of
from .last_superuser import ensure_administrator_remains
from .log_redaction import redact, redact_titles
from .second_step import sign_out_everywhere

# Rows that are of use to their owner alone.
OWNED_MODELS = [
    *(EmailAddress, SocialAccount, Authenticator),
    *(APIToken, EditingSession, FormState, PageSubscription, ReviewedPage),
]
USERNAME_PREFIX = "deleted-account-"


@transaction.atomic
def close_account(user: User, *, by: User) -> None:
    """Makes `user` an account of nobody: no name, no address, no way in. Safe to call twice.

    What learners, courses and releases count or name as an author keeps its row. The owner is told
    by mail. Raises LastSuperuserRefusal for the last active one.
    """
    ensure_administrator_remains([user])
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.username.startswith(USERNAME_PREFIX):
        return
    addresses = {user.email, *_addresses(user)} - {""}
    _delete_mail(user, addresses)
    _mail_notice(user.email)
    with one_entry():
        messages_of(user).delete()
        forget(user)
        _delete_owned_rows(user)
        _anonymise_instructor(user)
        _anonymise_user(user)
    redact(addresses)
    log(instance=user, action="skillmate.account_deleted", user=by)


def _addresses(user: User) -> list[str]:
    return list(EmailAddress.objects.filter(user=user).values_list("email", flat=True))


def _delete_mail(user: User, addresses: set[str]) -> None:
    mail_to(addresses).delete()
    OutgoingMail.objects.filter(user=user).delete()


def _mail_notice(address: str) -> None:
    if address:
        get_adapter().send_mail("account/email/account_deleted", address, {})


def _delete_owned_rows(user: User) -> None:
    sign_out_everywhere(user)
    for model in OWNED_MODELS:
        model.objects.filter(user=user).delete()
    for profile in UserProfile.objects.filter(user=user):
        if profile.avatar:
            transaction.on_commit(partial(profile.avatar.storage.delete, profile.avatar.name))
        profile.delete()


def _anonymise_instructor(user: User) -> None:
    for instructor in Instructor.objects.filter(user=user).select_related("picture"):
        redact_titles(instructor)
        delete_change(instructor)
        if instructor.picture:
            delete_unless_shown(instructor.picture, of=instructor)
        instructor.user = instructor.picture = None
        instructor.closed_at = timezone.now()
        instructor.headline = instructor.bio = instructor.website = ""
        instructor.name, instructor.slug = str(_("Former instructor")), f"former-{instructor.pk}"
        instructor.save()


def _anonymise_user(user: User) -> None:
    redact_titles(user)
    user.groups.clear()
    user.user_permissions.clear()
    user.username = f"{USERNAME_PREFIX}{user.pk}"
    user.email = user.first_name = user.last_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
