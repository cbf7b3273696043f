"""The form of a video's captions, which takes what authors have and keeps what browsers show."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import ORDERING_FIELD_NAME
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from ..captions import CaptionsRefusal, read_captions

KINDS = {".vtt", ".srt"}
ACCEPT = "text/vtt,.vtt,.srt"
HELP = _("WebVTT (.vtt) or SubRip (.srt), in any encoding. It is kept as WebVTT in UTF-8.")


def captions_file(file: UploadedFile, *, language: str) -> tuple[ContentFile, list[str]]:
    """`file` as it is to be stored, and what was changed in it, in sentences.

    Raises `ValidationError` with what to mend.
    """
    path = PurePath(file.name)
    if path.suffix.lower() not in KINDS:
        raise forms.ValidationError(
            _("Captions are files named .vtt (WebVTT) or .srt (SubRip). Save it as one of them.")
        )
    file.seek(0)
    try:
        captions = read_captions(file.read(), language=language)
    except CaptionsRefusal as refusal:
        raise forms.ValidationError(f"“{path.name}”: {refusal}") from refusal
    changes = [f"“{path.name}”: {change}" for change in captions.changes]
    return ContentFile(captions.data, f"{path.stem}.vtt"), changes


class TrackForm(WagtailAdminModelForm):
    """`changes` says in sentences what is kept otherwise than it was sent."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.changes: list[str] = []
        self.fields["file"].help_text = HELP
        self.fields["file"].widget.attrs["accept"] = ACCEPT

    def clean(self):
        """Here the language is known, and with it the encoding of old files."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if isinstance(file, UploadedFile):
            try:
                language = cleaned.get("language", "")
                cleaned["file"], self.changes = captions_file(file, language=language)
            except forms.ValidationError as error:
                self.add_error("file", error)
        return cleaned


class TrackFormSet(BaseChildFormSet):
    """A new row that was left as it came is none."""

    def _should_delete_form(self, form: TrackForm) -> bool:
        is_new = form.instance.pk is None
        is_left = is_new and {*form.changed_data} <= {ORDERING_FIELD_NAME}
        return is_left or super()._should_delete_form(form)


class TracksPanel(InlinePanel):
    """Wagtail's panels have no say in which form their rows are made of."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": TrackForm, "formset": TrackFormSet}
        return options
