from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from ..captions import CaptionsRefusal, read_captions


def validate_webvtt(file: File) -> None:
    """Refuse what no browser would show as captions, with the line. What is stored was looked at
    when it came."""
    if isinstance(file, FieldFile) and file._committed:
        return
    file.seek(0)
    data = file.read()
    file.seek(0)
    try:
        captions = read_captions(data)
    except CaptionsRefusal as refusal:
        raise ValidationError(str(refusal)) from refusal
    if captions.changes:
        raise ValidationError(_("This is not a WebVTT file in UTF-8."))
