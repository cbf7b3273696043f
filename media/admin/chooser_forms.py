"""The form in the video chooser. Apart: of a model that is known, where models still come in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from web.languages import language_choices, language_name

from ..forms.tracks import ACCEPT, HELP, captions_file
from ..forms.videos import UploadForm
from ..models import Video, VideoTrack


class ChooserVideoForm(UploadForm):
    """A video with its captions, if there are some; all else is for its own page."""

    captions = forms.FileField(
        label=_("Captions"),
        required=False,
        help_text=HELP,
        widget=forms.FileInput({"accept": ACCEPT}),
    )
    captions_language = forms.ChoiceField(
        label=_("Language of the captions"), required=False, choices=language_choices
    )

    field_order = ["title", "asset", "captions", "captions_language", "collection"]

    class Meta:
        model = Video
        fields = ["title", "asset", "collection"]

    def clean(self):
        """Here the language is known, and with it the encoding of old files."""
        cleaned = super().clean()
        self._captions_changes: list[str] = []
        if file := cleaned.get("captions"):
            language = cleaned.get("captions_language", "")
            try:
                cleaned["captions"], self._captions_changes = captions_file(file, language=language)
            except forms.ValidationError as error:
                self.add_error("captions", error)
        return cleaned

    @property
    def changes(self) -> list[str]:
        return [*super().changes, *self._captions_changes]

    def save(self, commit=True):
        if file := self.cleaned_data.get("captions"):
            language = self.cleaned_data.get("captions_language") or language_choices()[0][0]
            label = language_name(language)
            self.instance.tracks.add(VideoTrack(language=language, label=label, file=file))
        return super().save(commit)
