"""The forms of videos."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection

from ..cloud.exceptions import CloudRefusal
from ..models import CustomImage
from ..upload.fields import UploadField
from ..upload.rights import addable_collections
from .choosing import ChoosableFilesFormMixin
from .live_files import LiveFilesFormMixin
from .poster_field import SecondField


class UploadForm(WagtailAdminModelForm):
    """Keeps a video in a collection its author may add to, with a file of the author's own."""

    asset = UploadField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asset"].user = self.for_user
        self.fields["asset"].required = not self.instance.pk
        self.fields["asset"].widget.asset = self.instance.asset if self.instance.pk else None
        field = self.fields["collection"]
        field.queryset = self._collections()
        field.empty_label = None
        # Wagtail's panels leave out the hidden first value: without it, all looks changed.
        field.show_hidden_initial = False

    def clean_asset(self):
        """What was sent stays, whatever else there is to correct: a video is not sent twice."""
        asset = self.cleaned_data["asset"]
        if asset is None:
            return self.instance.asset
        self.data = self.data.copy()
        self.data[self.add_prefix("asset")] = asset.token
        self.files = self.files.copy()
        self.files.pop(f"{self.add_prefix('asset')}-file", None)
        return asset

    @property
    def changes(self) -> list[str]:
        """What is kept otherwise than it was sent, in sentences."""
        asset = self.cleaned_data.get("asset")
        return [asset.change] if asset and asset.change else []

    def save(self, commit=True):
        if "asset" in self.changed_data:
            self.instance.uploaded_by_user = self.for_user
        return super().save(commit)

    def _collections(self):
        collections = addable_collections(self.for_user)
        if not self.instance.pk:  # names the root until it is saved
            return collections
        return collections | Collection.objects.filter(pk=self.instance.collection_id)


class VideoForm(LiveFilesFormMixin, ChoosableFilesFormMixin, UploadForm):
    poster_second = SecondField(
        label=_("Second of the video"),
        help_text=_("Its picture is shown before the video plays, in place of the image above."),
    )
    # Filled in by the script of the widget above, which shows what it holds.
    poster_frame = WagtailImageField(required=False, widget=forms.FileInput({"hidden": True}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._user = self.for_user
        if "tracks" in self.formsets and not self.instance.pk:
            # A row for captions, beside what is uploaded. Left as it is, it is none.
            self.formsets["tracks"].extra = 1
        is_on_disk = self.instance.pk and not self.instance.asset.is_remote
        self.fields["poster_second"].widget.src = self.instance.url if is_on_disk else ""

    def clean_poster_second(self):
        second, asset = self.cleaned_data["poster_second"], self.cleaned_data.get("asset")
        if second is not None and asset and asset.duration and second > asset.duration:
            raise forms.ValidationError(
                gettext("The video has only %d seconds. Choose an earlier one.") % asset.duration
            )
        return second

    def _post_clean(self) -> None:
        """On disk nobody can cut out a second but the browser, which sends it as a picture."""
        super()._post_clean()
        frame = self.cleaned_data.get("poster_frame")
        if not frame or self.errors or self.instance.asset.is_remote:
            return
        poster = CustomImage(
            title=self.instance.title,
            collection=self.instance.collection,
            uploaded_by_user=self.for_user,
        )
        try:
            poster.file.save(frame.name, frame)
        except CloudRefusal as refusal:
            self.add_error("poster_second", str(refusal))
        else:
            self._keep_poster(poster)

    def _keep_poster(self, poster: CustomImage) -> None:
        """Like the video, it is not sent again with a form that has wrong tracks to correct."""
        self.instance.poster = poster
        self.data = self.data.copy()
        self.data[self.add_prefix("poster")] = str(poster.pk)

    @property
    def changes(self) -> list[str]:
        tracks = self.formsets["tracks"].forms if "tracks" in self.formsets else []
        return [*super().changes, *(change for track in tracks for change in track.changes)]

    def _is_seen(self) -> bool:
        return super()._is_seen() or any(
            formset.has_changed() for formset in self.formsets.values()
        )
