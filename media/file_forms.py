"""The forms of images and documents. Apart from videos': Wagtail's cannot be had by models."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .forms import KeepsWhatIsLive


class _FileForm(KeepsWhatIsLive):
    def __init__(self, *args, user=None, **kwargs):
        self._person = user
        super().__init__(*args, user=user, **kwargs)


class ImageForm(_FileForm, BaseImageForm):
    pass


class DocumentForm(_FileForm, BaseDocumentForm):
    pass
