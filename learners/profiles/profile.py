"""How people are called, where they live and what they may do."""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, Permission, User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from courses.models import CourseTeam
from web.prepared_query import PreparedQuery

from ..models import Profile
from .avatar import picture_url
from .time_zone import UNCHOSEN, set_time_zone


@dataclass(frozen=True)
class Person:
    """What every page says of the person signed in.

    Who teaches is on the team of a course, or may begin one, as all instructors and editors may.
    """

    name: str
    time_zone: str
    may_administer: bool
    picture_url: str = ""
    teaches: bool = False
    may_create_courses: bool = False


def display_name(user: AbstractBaseUser) -> str:
    """The name a person chose, else the part of their address before the @."""
    profile = getattr(user, "profile", None)
    return _name(user, profile.display_name if profile else "")


def person(user: AbstractBaseUser) -> Person:
    """All of it in one query, where asking Django for profile and permissions takes five.

    Raises `User.DoesNotExist` for one deleted meanwhile.
    """
    row = PERSON.row(user.pk)
    if row is None:
        raise User.DoesNotExist
    may_create = user.is_superuser or bool(row["may_create"])
    return Person(
        name=_name(user, row["display_name"]),
        time_zone=row["time_zone"] or settings.TIME_ZONE,
        picture_url=picture_url(row["picture"]),
        may_administer=user.is_superuser or bool(row["may_administer"]),
        teaches=may_create or bool(row["is_on_a_team"]),
        may_create_courses=may_create,
    )


def _person_query(user_id: int) -> QuerySet:
    return User.objects.filter(pk=user_id).values(
        display_name=F("profile__display_name"),
        picture=F("profile__picture"),
        time_zone=F("wagtail_userprofile__current_time_zone"),
        may_administer=_has_permission("wagtailadmin", "access_admin"),
        may_create=_has_permission("courses", "add_coursepage"),
        is_on_a_team=Exists(CourseTeam.objects.filter(group__user=OuterRef("pk"))),
    )


PERSON = PreparedQuery(_person_query)


def _has_permission(app_label: str, codename: str) -> Exists:
    permission_holder = Q(group__user=OuterRef("pk")) | Q(user=OuterRef("pk"))
    return Exists(
        Permission.objects.filter(
            permission_holder, codename=codename, content_type__app_label=app_label
        )
    )


def _name(user: AbstractBaseUser, profile_name: str | None) -> str:
    return (
        profile_name or user.get_full_name() or user.email.partition("@")[0] or user.get_username()
    )


def profile_of(user: AbstractBaseUser) -> Profile:
    """The profile of `user`; for somebody who never saved one, an unsaved one of defaults."""
    return Profile.objects.filter(user=user).first() or Profile(user=user)


@transaction.atomic
def save_profile(profile: Profile, *, time_zone: str = UNCHOSEN) -> None:
    """Writes what a form put into `profile`; the picture it replaces is deleted with it. Without
    `time_zone` that stays as it is."""
    Profile.objects.bulk_create([Profile(user=profile.user)], ignore_conflicts=True)
    stored_profile = Profile.objects.select_for_update().get(user=profile.user)
    profile.pk, profile._state.adding = stored_profile.pk, False
    profile.save()
    if time_zone != UNCHOSEN:
        set_time_zone(profile.user, time_zone)
    if stored_profile.picture and stored_profile.picture.name != profile.picture.name:
        transaction.on_commit(
            partial(stored_profile.picture.storage.delete, stored_profile.picture.name)
        )
