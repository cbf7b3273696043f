"""The form in the video chooser. Apart: of a model that is known, where models still come in."""

from .models import Video
from .video_forms import UploadForm


class ChooserVideoForm(UploadForm):
    class Meta:
        model = Video
        fields = ["title", "asset", "collection"]
