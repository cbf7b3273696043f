from zoneinfo import available_timezones

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media.names import unguessable
from media.storages import image_storage


def picture_path(profile: "Profile", filename: str) -> str:
    return unguessable("images/profiles", filename)


def time_zones() -> list[tuple[str, str]]:
    """Every IANA time zone a person can live in, by name."""
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/")
    zones = available_timezones()
    names = sorted(zone for zone in zones if zone.startswith((*regions, "Pacific/")))
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


def interface_languages() -> list[tuple[str, str]]:
    """The languages the site itself speaks."""
    return list(settings.LANGUAGES)


class Profile(models.Model):
    """What a person tells about themselves, and how the site should talk to them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile"
    )
    display_name = models.CharField(_("display name"), max_length=80, blank=True)
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    bio = models.TextField(_("about you"), max_length=2000, blank=True)
    picture = models.ImageField(
        _("picture"), upload_to=picture_path, storage=image_storage, blank=True
    )
    time_zone = models.CharField(_("time zone"), max_length=64, choices=time_zones, default="UTC")
    language = models.CharField(
        _("language"), max_length=20, choices=interface_languages, default=settings.LANGUAGE_CODE
    )
    email_course_updates = models.BooleanField(
        _("when a course of mine gets new lessons"), default=True
    )
    email_reminders = models.BooleanField(
        _("a reminder when I have not been here for a while"), default=False
    )

    class Meta:
        verbose_name = _("profile")

    def __str__(self) -> str:
        return self.display_name or str(self.user)
