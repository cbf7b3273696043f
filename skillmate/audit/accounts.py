"""What becomes of an account, whoever does it and by whatever way: page, bulk action or shell.

Hung on the models, as the admin, allauth and commands have only those in common.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.users.views.bulk_actions import SetActiveStateBulkAction

from web.text_direction import isolated

from .entries import record

AUDITED_FIELDS = ("password", "email", "is_active", "is_superuser")


def store_previous(
    *, instance: User, raw: bool, update_fields: set | None = None, **signal
) -> None:
    """Before an account is saved: what is about to change."""
    instance.audit_previous = {}
    if not raw and (update_fields is None or {*AUDITED_FIELDS} & {*update_fields}):
        previous = User.objects.filter(pk=instance.pk).values(*AUDITED_FIELDS).first()
        instance.audit_previous = previous or {"is_superuser": False}


def record_changes(*, instance: User, **signal) -> None:
    """After an account was saved. Of an address nothing is told but that it changed."""
    for field, previous in instance.audit_previous.items():
        if previous != getattr(instance, field):
            for action in _actions(instance, field):
                record(instance, action)


def _actions(user: User, field: str) -> list[str]:
    is_set = bool(getattr(user, field))
    return {
        "password": ["skillmate.password_changed"] if _is_new_password(user) else [],
        "email": ["skillmate.email_changed"],
        "is_active": ["skillmate.account_activated" if is_set else "skillmate.account_deactivated"],
        "is_superuser": ["skillmate.admin_granted" if is_set else "skillmate.admin_revoked"],
    }[field]


def _is_new_password(user: User) -> bool:
    """Not the same one stored anew, as Django does at sign-in when its hashes have got better."""
    return user._password is not None or not user.has_usable_password()


def role_changed(
    *, instance: Model, action: str, reverse: bool, pk_set: set | None, **signal
) -> None:
    """Groups, from either side. `clear()` tells of no members, so it is asked before."""
    verb = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}.get(action)
    if verb is None:
        return
    if reverse:
        members = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        pairs = [(user, instance) for user in members]
    else:
        groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
        groups = groups.select_related("course_team__course")
        pairs = [(instance, group) for group in groups]
    for user, group in pairs:
        record(user, f"skillmate.role_{verb}", role=_name(group))


def _name(group: Group) -> str:
    team = getattr(group, "course_team", None)
    return (
        _("author of “%(course)s”") % {"course": isolated(team.course.title)}
        if team
        else group.name
    )


def activity_set(
    request: HttpRequest, action_type: str, objects: list, action: SetActiveStateBulkAction
) -> None:
    """Hook `after_bulk_action`: Wagtail's updates the rows behind the model's back."""
    if isinstance(action, SetActiveStateBulkAction):
        is_active = action.cleaned_form.cleaned_data["mark_as_active"]
        for user in objects:
            state = "activated" if is_active else "deactivated"
            record(user, f"skillmate.account_{state}", by=request.user)


def step_added(*, instance: Authenticator, created: bool, raw: bool, **signal) -> None:
    if created and not raw:
        record(instance.user, "skillmate.second_step_added", way=instance.type)


def step_removed(*, instance: Authenticator, origin: Model | QuerySet, **signal) -> None:
    if _is_own_deletion(instance, origin):
        record(instance.user, "skillmate.second_step_removed", way=instance.type)


def account_connected(*, instance: SocialAccount, created: bool, raw: bool, **signal) -> None:
    if created and not raw:
        record(instance.user, "skillmate.connected", way=instance.provider)


def account_disconnected(*, instance: SocialAccount, origin: Model | QuerySet, **signal) -> None:
    if _is_own_deletion(instance, origin):
        record(instance.user, "skillmate.disconnected", way=instance.provider)


def _is_own_deletion(instance: Model, origin: Model | QuerySet) -> bool:
    """Not merely gone with its account."""
    return isinstance(origin, type(instance)) or getattr(origin, "model", None) is type(instance)
