"""The admin's forms about accounts: who somebody is and what they may, never how they sign in."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.admin.groups import AccountCreationForm, AccountEditForm

from .adapters import EMAIL_MAX_LENGTH
from .administrators import let_go
from .holders import holders
from .invitation import put_address
from .rank import givable

CREATION_HELP = _("We send a link to it, with which they choose a password.")
EDIT_HELP = _("Signs this person in, so only they can change it: in their account, under E-mail.")


class OneAddress:
    """Put before a user form: the address is one nobody else has, and allauth knows it too."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if len(email) > EMAIL_MAX_LENGTH:
            raise ValidationError(_("Enter at most %s characters.") % EMAIL_MAX_LENGTH)
        if [user for user in holders(email) if user.pk != self.instance.pk]:
            raise ValidationError(_("Somebody has an account with this address already."))
        return email

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        if commit and "email" in self.changed_data:
            put_address(user)
        return user


class OwnRights:
    """Put before a user form: `by` gives what they have themselves."""

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = givable(by)
        if not by.is_superuser and "is_superuser" in self.fields:
            self.fields["is_superuser"].disabled = True


class PersonCreationForm(OwnRights, OneAddress, AccountCreationForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = CREATION_HELP

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonEditForm(OwnRights, OneAddress, AccountEditForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if EmailAddress.objects.filter(user_id=self.instance.pk, verified=True).exists():
            self.fields["email"].disabled = True
            self.fields["email"].help_text = EDIT_HELP

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        if not (self.instance.is_superuser and self.instance.is_active):
            let_go([self.instance])
        return super().save(commit)
