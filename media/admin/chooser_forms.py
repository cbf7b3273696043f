"""The form in the video chooser. Apart: of a model that is known, where models still come in."""

from ..forms.videos import UploadForm
from ..models import Video


class ChooserVideoForm(UploadForm):
    class Meta:
        model = Video
        fields = ["title", "asset", "collection"]
