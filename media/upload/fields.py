"""The form field of a video's file: sent beforehand in chunks, or whole with the form."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..cloud.exceptions import CloudRefusal
from ..models import VideoAsset
from . import single_request
from .exceptions import UploadRefusal


class UploadWidget(forms.Widget):
    """A plain file input, and beside it the token of what a script has sent already."""

    template_name = "media/admin/upload_widget.html"
    needs_multipart_form = True
    asset: VideoAsset | None = None

    class Media:
        js = [forms.Script("js/admin/video_upload.js", type="module")]
        css = {"all": ["css/admin/video_upload.css"]}

    def value_from_datadict(self, data, files, name: str) -> UploadedFile | str:
        # The name the input has without JavaScript; with it nothing but the token is sent.
        return files.get(f"{name}-file") or data.get(name, "")

    def value_omitted_from_data(self, data, files, name: str) -> bool:
        return name not in data and f"{name}-file" not in files

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        token = value if isinstance(value, str) else ""
        asset = VideoAsset.objects.by_token(token).first() if token else None
        most = {
            "size": filesizeformat(settings.VIDEO_MAX_SIZE),
            "whole": filesizeformat(settings.VIDEO_FORM_MAX_SIZE),
        }
        return context | {
            "token": token,
            "asset": asset or self.asset,
            "url": reverse("media:upload"),
            "most": most,
            "described": context["widget"]["attrs"].get("aria-describedby"),
        }


class UploadField(forms.Field):
    """Cleans to the asset that was uploaded, or None where nothing was. Belongs to one `user`."""

    widget = UploadWidget
    user: AbstractBaseUser | None = None
    default_error_messages = {"required": gettext_lazy("Choose a video to upload.")}

    def __init__(self, **kwargs):
        super().__init__(**{"label": gettext_lazy("File"), **kwargs})

    def clean(self, value: UploadedFile | str) -> VideoAsset | None:
        super().clean(value)
        if not value:
            return None
        return self._stored(value) if isinstance(value, UploadedFile) else self._uploaded(value)

    def has_changed(self, initial: object, data: UploadedFile | str) -> bool:
        return bool(data)

    def _stored(self, file: UploadedFile) -> VideoAsset:
        try:
            return single_request.store(file, by=self.user, most=settings.VIDEO_FORM_MAX_SIZE)
        except (UploadRefusal, CloudRefusal) as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def _uploaded(self, token: str) -> VideoAsset:
        asset = VideoAsset.objects.by_token(token).filter(uploaded_by=self.user).first()
        if asset is None or not asset.is_whole:
            raise forms.ValidationError(
                (asset and asset.error) or _("The upload is not finished. Choose the file again.")
            )
        return asset
