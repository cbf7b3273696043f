"""How the admin makes, edits and closes accounts, one at a time."""

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.users.views import users

from courses.teams.roles import roles

from ..account_deletion import USERNAME_PREFIX, close_account
from ..account_permissions import may_manage, with_rights
from ..email_ownership import confirmed
from ..last_superuser import LastSuperuserRefusal
from .forms import PersonCreationForm, PersonEditForm


class PersonIndexView(users.IndexView):
    def get_base_queryset(self) -> QuerySet[User]:
        people = super().get_base_queryset().exclude(username__startswith=USERNAME_PREFIX)
        return confirmed(with_rights(people))

    @cached_property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("address", label=_("Address"), accessor=_address_state)]

    def get_edit_url(self, instance: User) -> str | None:
        return super().get_edit_url(instance) if self._may_manage(instance) else None

    def get_delete_url(self, instance: User) -> str | None:
        return super().get_delete_url(instance) if self._may_manage(instance) else None

    def _may_manage(self, instance: User) -> bool:
        return may_manage(self.request.user, instance)


def _address_state(person: User) -> str | None:
    return None if person.is_confirmed else _("Not confirmed")


class ManageableMixin:
    """Put before a view of one account: it is for those who may manage that one."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.object.username.startswith(USERNAME_PREFIX):
            raise Http404("This account is deleted.")
        if not may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RequestUserMixin:
    """Put before a view with a form that has to know who fills it in."""

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "by": self.request.user}


class PersonCreateView(RequestUserMixin, users.CreateView):
    @transaction.atomic
    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        """With the invitation, which a hook writes: nobody is left with an account they have not
        been told of."""
        return super().form_valid(form)


class PersonEditView(ManageableMixin, RequestUserMixin, users.EditView):
    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except LastSuperuserRefusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_edit_url())


class PersonDeleteView(ManageableMixin, users.DeleteView):
    """Closes the account, as its owner can: courses keep what they count."""

    def delete_action(self) -> None:
        close_account(self.object, by=self.request.user)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except LastSuperuserRefusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_success_url())


class PersonFilterSet(users.UserFilterSet):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"].queryset = roles()


class PersonViewSet(users.UserViewSet):
    filterset_class = PersonFilterSet
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    # No two people are alike, and what is posted to Wagtail's view changes the one copied.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm
