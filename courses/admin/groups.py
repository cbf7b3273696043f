"""Course teams are groups nobody manages as groups: the admin shows roles alone."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import groups, users
from wagtail.users.views.bulk_actions.assign_role import AssignRoleBulkAction, RoleForm


def roles() -> QuerySet[Group]:
    """The groups that are no course's team."""
    return Group.objects.filter(course_team=None)


def grantable() -> QuerySet[Permission]:
    """For the hook `register_permissions`: what a role can be given beside Wagtail's own."""
    return Permission.objects.filter(content_type__app_label="courses", codename="add_coursepage")


class RoleIndexView(groups.IndexView):
    def get_base_queryset(self) -> QuerySet[Group]:
        return super().get_base_queryset().filter(course_team=None)


class RoleEditView(groups.EditView):
    def get_queryset(self) -> QuerySet[Group]:
        return roles()


class RoleDeleteView(groups.DeleteView):
    def get_queryset(self) -> QuerySet[Group]:
        return roles()


class RoleViewSet(groups.GroupViewSet):
    index_view_class = RoleIndexView
    edit_view_class = RoleEditView
    delete_view_class = RoleDeleteView


class AccountCreationForm(UserCreationForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = roles()


class AccountEditForm(UserEditForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = roles()

    def clean_groups(self) -> QuerySet[Group]:
        """With the teams the account is on: it leaves every group that is not returned."""
        teams = self.instance.groups.exclude(course_team=None)
        chosen = self.cleaned_data["groups"]
        return Group.objects.filter(Q(pk__in=chosen) | Q(pk__in=teams))


class AccountFilterSet(users.UserFilterSet):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"].queryset = roles()


class AccountViewSet(users.UserViewSet):
    filterset_class = AccountFilterSet

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AccountEditForm if for_update else AccountCreationForm


class ChooseRoleForm(RoleForm):
    role = forms.ModelChoiceField(queryset=Group.objects.none())

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles()


class ChooseRoleAction(AssignRoleBulkAction):
    """Takes the place of Wagtail's, being of the same type and registered later."""

    form_class = ChooseRoleForm
