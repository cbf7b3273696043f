from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db import models
from django.utils.translation import gettext_lazy as _


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


# Languages Django knows only by their scripts.
NAMES = {"zh": "中文"}
LENGTH_BOUNDS = {Length.SHORT: 120, Length.MEDIUM: 360}


def language_choices() -> list[tuple[str, str]]:
    """The languages of `COURSE_LANGUAGES`, each by the name its speakers give it."""
    return [(code, language_name(code)) for code in settings.COURSE_LANGUAGES]


def language_name(code: str) -> str:
    """ "Deutsch" for "de"; the code itself where Django knows no name for it."""
    language = code.partition("-")[0].lower()
    info = LANG_INFO.get(code.lower()) or LANG_INFO.get(language, {})
    name = info.get("name_local") or NAMES.get(language, code)
    return name[:1].upper() + name[1:]


def text_direction(code: str) -> str:
    """`rtl` or `ltr`, as the `dir` attribute wants it."""
    info = LANG_INFO.get(code.partition("-")[0].lower(), {})
    return "rtl" if info.get("bidi") else "ltr"
