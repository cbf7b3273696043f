"""What the admin does to many accounts at once. Each action takes the place of Wagtail's own of
the same type, being registered later."""

from django import forms
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_list_or_404, redirect
from wagtail.admin import messages
from wagtail.users.views.bulk_actions import DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.bulk_actions.assign_role import AssignRoleBulkAction

from ..account_deletion import USERNAME_PREFIX, close_account
from ..account_permissions import assignable_roles, may_manage, with_rights
from ..email_ownership import UnprovenRefusal, check_proven
from ..last_superuser import LastSuperuserRefusal, ensure_administrator_remains


class ManageableMixin:
    """Put before an action: it is done to accounts that one may manage; all of it or nothing."""

    @classmethod
    def get_queryset(cls, model: type[Model], object_ids: list) -> list[User]:
        people = model.objects.exclude(username__startswith=USERNAME_PREFIX)
        return get_list_or_404(with_rights(people), pk__in=object_ids)

    def check_perm(self, obj: User) -> bool:
        return super().check_perm(obj) and may_manage(self.request.user, obj)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (LastSuperuserRefusal, UnprovenRefusal) as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.next_url)


class CloseAccountsAction(ManageableMixin, DeleteBulkAction):
    def get_execution_context(self) -> dict:
        return {**super().get_execution_context(), "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[User], *, by: User, **kwargs) -> tuple[int, int]:
        for user in objects:
            close_account(user, by=by)
        return len(objects), 0


class SwitchAccountsAction(ManageableMixin, SetActiveStateBulkAction):
    @classmethod
    def execute_action(
        cls, objects: list[User], mark_as_active: bool = False, **kwargs
    ) -> tuple[int, int]:
        if not mark_as_active:
            ensure_administrator_remains(objects)
        return super().execute_action(objects, mark_as_active, **kwargs)


class GiveRoleAction(ManageableMixin, AssignRoleBulkAction):
    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        form = super().get_form(form_class)
        form.fields["role"].queryset = assignable_roles(self.request.user)
        return form

    @classmethod
    def execute_action(cls, objects: list[User], **kwargs) -> tuple[int, int]:
        check_proven(User.objects.filter(pk__in=[user.pk for user in objects]))
        return super().execute_action(objects, **kwargs)
