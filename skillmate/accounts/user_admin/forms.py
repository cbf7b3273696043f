"""The admin's forms about accounts: who somebody is and what they may, never how they sign in."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from ..account_permissions import assignable_roles
from ..adapters import EMAIL_MAX_LENGTH
from ..email_ownership import UnprovenRefusal, check_proven, holders, unproven_accounts
from ..invitation import put_address
from ..last_superuser import ensure_administrator_remains
from ..signup import one_at_a_time

CREATION_HELP = _("We send a link to it, with which they choose a password.")
UNCONFIRMED_HELP = _("Not confirmed: nobody has shown yet that this address is theirs.")
EDIT_HELP = _("Signs this person in, so only they can change it: in their account, under E-mail.")


class OptionalNames:
    """Put before a form that asks for names, which Wagtail requires and sign-up never asks for."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False


class OneAddress:
    """Put before a user form: the address is one nobody else has, and allauth knows it too."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if len(email) > EMAIL_MAX_LENGTH:
            raise ValidationError(_("Enter at most %s characters.") % EMAIL_MAX_LENGTH)
        if {user.pk for user in holders(email)} - {self.instance.pk, *self.may_take_from(email)}:
            raise ValidationError(_("Somebody has an account with this address already."))
        return email

    def may_take_from(self, email: str) -> set[int]:
        """The keys of accounts with `email` that are no reason to refuse it."""
        return set()

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
        self.fields["groups"].queryset = assignable_roles(by)
        if not by.is_superuser and "is_superuser" in self.fields:
            self.fields["is_superuser"].disabled = True


class PersonCreationForm(OwnRights, OneAddress, OptionalNames, UserCreationForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = CREATION_HELP

    def may_take_from(self, email: str) -> set[int]:
        return set(unproven_accounts(email).values_list("pk", flat=True))

    def save(self, commit: bool = True) -> User:
        """Anyone can sign up with the address of another: who is invited comes before them.

        Their account goes, with every way in. Nobody was ever signed in to it.
        """
        self.instance.set_unusable_password()
        with one_at_a_time():
            unproven_accounts(self.instance.email).delete()
            return super().save(commit)


class PersonEditForm(OwnRights, OneAddress, OptionalNames, UserEditForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if EmailAddress.objects.filter(user_id=self.instance.pk, verified=True).exists():
            self.fields["email"].disabled = True
            self.fields["email"].help_text = EDIT_HELP
        else:
            self.fields["email"].help_text = UNCONFIRMED_HELP

    def clean_groups(self) -> QuerySet[Group]:
        """With the teams the account is on: it leaves every group that is not returned."""
        teams = self.instance.groups.exclude(course_team=None)
        roles = self.cleaned_data["groups"]
        return Group.objects.filter(Q(pk__in=roles) | Q(pk__in=teams))

    def clean(self) -> dict:
        data = super().clean()
        for name in self._gained_fields(data):
            try:
                check_proven(User.objects.filter(pk=self.instance.pk))
            except UnprovenRefusal as refusal:
                self.add_error(name, str(refusal))
        return data

    def _gained_fields(self, data: dict) -> list[str]:
        """The fields that give rights this person has not had."""
        stored_user = User.objects.get(pk=self.instance.pk)
        roles = data.get("groups", Group.objects.none()).exclude(user=stored_user)
        is_new_administrator = data.get("is_superuser") and not stored_user.is_superuser
        return ["groups"] * roles.exists() + ["is_superuser"] * bool(is_new_administrator)

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        if not (self.instance.is_superuser and self.instance.is_active):
            ensure_administrator_remains([self.instance])
        return super().save(commit)
