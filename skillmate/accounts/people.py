"""How the admin makes and edits accounts: who they are, never how they sign in."""

from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.users.views import users
from wagtail.users.views.bulk_actions.delete import DeleteBulkAction

from courses.admin.groups import AccountCreationForm, AccountEditForm, AccountViewSet

from .adapters import EMAIL_MAX_LENGTH
from .closing import SHELL, close_account
from .invitation import put_address

CREATION_HELP = _("We send a link to it, with which they choose a password.")
EDIT_HELP = _("Signs this person in, so only they can change it: in their account, under E-mail.")


class OneAddress:
    """Put before a user form: the address is one nobody else has, and allauth knows it too."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if len(email) > EMAIL_MAX_LENGTH:
            raise ValidationError(_("Enter at most %s characters.") % EMAIL_MAX_LENGTH)
        if [user for user in filter_users_by_email(email) if user.pk != self.instance.pk]:
            raise ValidationError(_("Somebody has an account with this address already."))
        return email

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        if commit and "email" in self.changed_data:
            put_address(user)
        return user


class PersonCreationForm(OneAddress, AccountCreationForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = CREATION_HELP

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonEditForm(OneAddress, AccountEditForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if EmailAddress.objects.filter(user_id=self.instance.pk, verified=True).exists():
            self.fields["email"].disabled = True
            self.fields["email"].help_text = EDIT_HELP


class PersonIndexView(users.IndexView):
    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().exclude(username__startswith=SHELL)


class PersonDeleteView(users.DeleteView):
    """Closes the account, as its owner can: courses keep what they count."""

    def delete_action(self) -> None:
        close_account(self.object, by=self.request.user)


class CloseAccountsAction(DeleteBulkAction):
    """Takes the place of Wagtail's, being of the same type and registered later."""

    def get_execution_context(self) -> dict:
        return {**super().get_execution_context(), "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[User], *, by: User, **kwargs) -> tuple[int, int]:
        for user in objects:
            close_account(user, by=by)
        return len(objects), 0


class PersonViewSet(AccountViewSet):
    index_view_class = PersonIndexView
    delete_view_class = PersonDeleteView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm
