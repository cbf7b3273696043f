"""The verbs for a course's team: bring somebody in, take somebody off."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import CoursePage, CourseTeam
from ..models.exceptions import CourseRefusal
from .roles import INSTRUCTORS
from .team import ensure_team

MAY_OPEN_ADMIN = "wagtailadmin.access_admin"


@transaction.atomic
def add_member(course: CoursePage, email: str, *, by: AbstractBaseUser) -> AbstractBaseUser:
    """Put the account of `email` on the team of `course`. On it already is fine.

    Those on the team may bring in people who open the admin already. Editors may bring in anyone
    whose address is confirmed, which makes them an instructor. Raises `CourseRefusal`.
    """
    _check_may_manage(course, by)
    account = _staff_account(email) or (_is_editor(course, by) and _confirmed_account(email))
    if not account:
        raise CourseRefusal(_no_account_message(course, email, by))
    if not account.has_perm(MAY_OPEN_ADMIN):
        account.groups.add(Group.objects.get(name=INSTRUCTORS))
    members = _locked_team(course).group.user_set
    if not members.filter(pk=account.pk).exists():
        members.add(account)
        _log(course, "skillmate.team_add", account, by)
    return account


@transaction.atomic
def remove_member(course: CoursePage, member: AbstractBaseUser, *, by: AbstractBaseUser) -> None:
    """Take `member` off the team of `course`. Off it already is fine.

    They stay an instructor. Raises `CourseRefusal` for the last one, unless an editor does it.
    """
    _check_may_manage(course, by)
    members = _locked_team(course).group.user_set
    if not members.filter(pk=member.pk).exists():
        return
    if members.count() == 1 and not _is_editor(course, by):
        raise CourseRefusal(
            _("A course needs somebody on its team. Add somebody first, or ask an editor.")
        )
    members.remove(member)
    _log(course, "skillmate.team_remove", member, by)


def _locked_team(course: CoursePage) -> CourseTeam:
    """Until the transaction ends, so that the last two cannot remove each other."""
    team = ensure_team(course)
    return CourseTeam.objects.select_for_update().get(pk=team.pk)


def _check_may_manage(course: CoursePage, by: AbstractBaseUser) -> None:
    if not course.permissions_for_user(by).can_manage_team():
        raise CourseRefusal(_("Only the team of this course and editors decide who is on it."))


def _is_editor(course: CoursePage, user: AbstractBaseUser) -> bool:
    return course.permissions_for_user(user).can_release()


def _staff_account(email: str) -> AbstractBaseUser | None:
    # An account that is switched off has no permission at all.
    accounts = get_user_model().objects.filter(email__iexact=email)
    return next((account for account in accounts if account.has_perm(MAY_OPEN_ADMIN)), None)


def _confirmed_account(email: str) -> AbstractBaseUser | None:
    # Anyone can sign up with the address of another, but not confirm it.
    addresses = EmailAddress.objects.filter(email__iexact=email, verified=True)
    has_address = Exists(addresses.filter(user=OuterRef("pk")))
    return get_user_model().objects.filter(has_address, is_active=True).first()


def _no_account_message(course: CoursePage, email: str, by: AbstractBaseUser) -> str:
    """Instructors are not told who has an account to learn with."""
    if _is_editor(course, by):
        text = _("No account has confirmed the address %(email)s. Ask them to sign up first.")
    else:
        text = _("No instructor or editor has the address %(email)s. Ask an editor to add them.")
    return text % {"email": email}


def _log(course: CoursePage, action: str, member: AbstractBaseUser, by: AbstractBaseUser) -> None:
    log(instance=course, action=action, user=by, data={"member_id": member.pk})
