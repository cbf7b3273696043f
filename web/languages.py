"""The languages courses, and what belongs to them, may be in."""

from django.conf import settings
from django.conf.locale import LANG_INFO

# Languages Django knows only by their scripts.
NAMES = {"zh": "中文"}


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
