"""The forms of images and documents. Apart from videos': Wagtail's cannot be had by models."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from ..cloud.exceptions import CloudRefusal
from ..models.fields import PictureFile
from .live_files import LiveFilesFormMixin
from .picture_field import PictureFormField


class _FileForm(LiveFilesFormMixin):
    def __init__(self, *args, user=None, **kwargs):
        self._user = user
        super().__init__(*args, user=user, **kwargs)


class ImageForm(_FileForm, BaseImageForm):
    """Stores a picture while it is checked: what Cloudinary refuses is an error beside the file."""

    unseen = {"title", "tags"}  # pages describe a picture in words of their own
    of_the_file = ("file", "width", "height", "file_size", "file_hash")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureFormField(
                label=field.label, required=field.required, widget=field.widget
            )

    @property
    def changes(self) -> list[str]:
        """What is kept otherwise than it was sent, in sentences."""
        change = getattr(self.fields.get("file"), "change", "")
        return [change] if change else []

    def _post_clean(self) -> None:
        super()._post_clean()
        if "file" not in self.changed_data:
            return
        if not self.errors and self.instance.is_remote:
            self._upload(self.instance.file)
        if self.errors and self.instance.pk:
            # The page that shows the errors shows the picture as well: still the old one.
            self.instance.refresh_from_db(fields=self.of_the_file)

    def _upload(self, file: PictureFile) -> None:
        try:
            file.save(file.name, file.file, save=False)
        except CloudRefusal as refusal:
            self.add_error("file", str(refusal))


class DocumentForm(_FileForm, BaseDocumentForm):
    pass
