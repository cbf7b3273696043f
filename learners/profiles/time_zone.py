"""Where somebody lives: one time zone for site, admin and mail, kept in Wagtail's preferences."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from wagtail.users.models import UserProfile

# Written by `time_zone.js` on the pages for signing in and up.
COOKIE_NAME = "timezone"
UNCHOSEN = "unchosen"  # in a form
REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/")


def choices(chosen: str) -> list[tuple[str, str]]:
    """Every IANA time zone a person can live in, by name, with the one that is `chosen`."""
    zones = settings.WAGTAIL_USER_TIME_ZONES
    named = {zone for zone in zones if zone.startswith((*REGIONS, "Pacific/"))}
    names = sorted({"UTC", *named, *filter(None, [chosen])})
    return [(name, name.replace("_", " ")) for name in names]


def chosen_time_zone(user: AbstractBaseUser) -> str:
    """Empty where neither they nor their browser have said anything: times are then in UTC."""
    zones = UserProfile.objects.filter(user=user).values_list("current_time_zone", flat=True)
    return zones.first() or ""


def set_time_zone(user: AbstractBaseUser, name: str) -> None:
    """`name` is that of an IANA time zone."""
    preferences, is_new = UserProfile.objects.get_or_create(
        user=user, defaults={"current_time_zone": name}
    )
    if not is_new and preferences.current_time_zone != name:
        UserProfile.objects.filter(pk=preferences.pk).update(current_time_zone=name)


def take_time_zone_of_browser(
    *, request: HttpRequest | None, user: AbstractBaseUser, **signal_kwargs
) -> None:
    """At signing in, however that is done, for whoever has not chosen one."""
    name = request.COOKIES.get(COOKIE_NAME, "") if request else ""
    if name in settings.WAGTAIL_USER_TIME_ZONES and not chosen_time_zone(user):
        set_time_zone(user, name)
