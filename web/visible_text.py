"""Names and titles that can be seen: of nothing but joiners and blanks no link can be pressed."""

from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

INVISIBLE = {"C", "Z"}  # control and format characters, blanks


def validate_visible(text: str) -> None:
    if text and all(category(character)[0] in INVISIBLE for character in text):
        raise ValidationError(_("Nothing of this can be seen. Write at least one letter or sign."))
