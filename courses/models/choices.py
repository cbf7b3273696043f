from django.db import models
from django.utils.translation import gettext_lazy as _

from web.languages import language_choices

# Migrations look for it here.
__all__ = ["LENGTH_BOUNDS", "Length", "Level", "language_choices"]


class Level(models.TextChoices):
    """How much a course expects one to know already."""

    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class Length(models.TextChoices):
    """How long a course takes. Bounds in minutes: `LENGTH_BOUNDS`."""

    SHORT = "short", _("Under 2 hours")
    MEDIUM = "medium", _("2 to 6 hours")
    LONG = "long", _("Over 6 hours")


LENGTH_BOUNDS = {Length.SHORT: 120, Length.MEDIUM: 360}
