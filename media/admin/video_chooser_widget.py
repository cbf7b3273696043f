"""The field of a chosen video, which says what captions the video has and leads to them."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets import BaseChooser

from ..models import Video, VideoTrack

# Of the page of a video: where its tracks are.
ANCHOR = "#id_tracks-FORMS"


def captions_data(video: Video, edit_url: str | None) -> dict[str, str]:
    """`text` names the languages; `url` leads to where captions are added, if one may edit it, as
    `action` says; at `again` the same is told later."""
    tracks = {kind: [] for kind in VideoTrack.Kind}
    for track in video.tracks.all():
        tracks[track.kind].append(track.label)
    captions, subtitles = (", ".join(tracks[kind]) for kind in ("captions", "subtitles"))
    lines = [_("Captions: %s.") % captions if captions else _("This video has no captions.")]
    lines += [_("Subtitles: %s.") % subtitles] if subtitles else []
    return {
        "text": " ".join(lines),
        "action": _("Change captions") if captions else _("Add captions"),
        "url": f"{edit_url}{ANCHOR}" if edit_url else "",
        "again": reverse("video_chooser:chosen", args=[video.pk]),
    }


class VideoChooserWidget(BaseChooser):
    template_name = "media/admin/video_chooser.html"

    def get_value_data_from_instance(self, instance: Video) -> dict:
        data = super().get_value_data_from_instance(instance)
        return {**data, "captions": captions_data(instance, data["edit_url"])}

    def get_context(self, name: str, value_data: dict, attrs: dict) -> dict:
        context = super().get_context(name, value_data, attrs)
        return {**context, "captions": value_data.get("captions", {})}

    @cached_property
    def media(self) -> forms.Media:
        script = forms.Script("js/admin/video_captions.js", type="module")
        styles = {"all": ["css/admin/video_captions.css"]}
        return super().media + forms.Media(js=[script], css=styles)
