from pathlib import PurePath
from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import string_to_ascii
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument

from ..names import download_name, readable
from ..storages import private_storage


def document_path(document: "CustomDocument", filename: str) -> str:
    """Stored under a name of ASCII that can be read; learners get the author's (`download_name`).

    Django asks for it wherever a file comes in, and nobody else is told what it was called.
    """
    document.download_name = download_name(filename)
    path = PurePath(filename)
    return f"documents/{readable(path.stem, 60)}{path.suffix.lower()[:10]}"


class CustomDocument(AbstractDocument):
    """A file to download. Who may have it is decided by the pages that offer it."""

    file = models.FileField(_("file"), upload_to=document_path, storage=private_storage)
    # After `file`, which fills it in as it is saved. Empty for files from before there was one.
    download_name = models.CharField(
        max_length=255, blank=True, editable=False, default="", db_default=""
    )

    admin_form_fields = StockDocument.admin_form_fields

    @property
    def filename(self) -> str:
        """What its author called it: in its address, its headers and the lists of the admin."""
        return self.download_name or super().filename

    @property
    def content_disposition(self) -> str:
        """From a bucket as from a disk."""
        plain, full = string_to_ascii(self.filename), quote(self.filename)
        return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"

    def clean(self) -> None:
        # Wagtail asks for the extension of a file that is still waiting elsewhere for its title.
        if self.file:
            super().clean()
