from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _


def validate_webvtt(file: File) -> None:
    """Refuse what no browser would show as captions.

    A WebVTT file is UTF-8 and begins with `WEBVTT` (https://www.w3.org/TR/webvtt1/#file-structure).
    """
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if not head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raise ValidationError(_("This is not a WebVTT file: its first line must be WEBVTT."))
