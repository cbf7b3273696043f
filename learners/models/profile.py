from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media.names import unguessable
from media.storages import image_storage


def picture_path(profile: "Profile", filename: str) -> str:
    return unguessable("images/profiles", filename)


class Profile(models.Model):
    """How the site calls a person, and their picture. Their time zone is in Wagtail's preferences
    (`learners/profiles/time_zone.py`), what they tell as a teacher in `courses.Instructor`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile"
    )
    display_name = models.CharField(_("display name"), max_length=80, blank=True)
    picture = models.ImageField(
        _("picture"), upload_to=picture_path, storage=image_storage, blank=True
    )
    shows_picture_to_teachers = models.BooleanField(
        _("Show my picture to the teachers of my courses"), default=False
    )

    class Meta:
        verbose_name = _("profile")

    def __str__(self) -> str:
        return self.display_name or str(self.user)
