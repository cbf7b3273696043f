"""How people are called, where they live and what they may do."""

from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import AbstractBaseUser, Permission, User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from .models import Profile


@dataclass(frozen=True)
class Person:
    """What every page says of the person signed in."""

    name: str
    time_zone: str
    may_administer: bool


def display_name(user: AbstractBaseUser) -> str:
    """The name a person chose, else the part of their address before the @."""
    profile = getattr(user, "profile", None)
    return _name(user, profile.display_name if profile else "")


def person(user: AbstractBaseUser) -> Person:
    """All of it in one query, where asking Django for profile and permission takes three."""
    access = Permission.objects.filter(
        Q(group__user=OuterRef("pk")) | Q(user=OuterRef("pk")),
        codename="access_admin",
        content_type__app_label="wagtailadmin",
    )
    row = User.objects.values(
        display_name=F("profile__display_name"),
        time_zone=F("profile__time_zone"),
        may_administer=Exists(access),
    ).get(pk=user.pk)
    return Person(
        name=_name(user, row["display_name"]),
        time_zone=row["time_zone"] or Profile._meta.get_field("time_zone").default,
        may_administer=user.is_superuser or row["may_administer"],
    )


def _name(user: AbstractBaseUser, chosen: str | None) -> str:
    return chosen or user.get_full_name() or user.email.partition("@")[0] or user.get_username()


def profile_of(user: AbstractBaseUser) -> Profile:
    """The profile of `user`; for somebody who never saved one, an unsaved one of defaults."""
    return Profile.objects.filter(user=user).first() or Profile(user=user)


@transaction.atomic
def save_profile(profile: Profile) -> None:
    """Writes what a form put into `profile`; the picture it replaces is deleted with it."""
    Profile.objects.bulk_create([Profile(user=profile.user)], ignore_conflicts=True)
    stored = Profile.objects.select_for_update().get(user=profile.user)
    profile.pk, profile._state.adding = stored.pk, False
    profile.save()
    if stored.picture and stored.picture.name != profile.picture.name:
        transaction.on_commit(partial(stored.picture.storage.delete, stored.picture.name))
