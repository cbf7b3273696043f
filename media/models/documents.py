from pathlib import PurePath

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument

from ..storages import private_storage


def document_path(document: "CustomDocument", filename: str) -> str:
    """Keeps the readable name: learners see it, and the serve view asks who may have the file."""
    path = PurePath(filename)
    return f"documents/{slugify(path.stem)[:60] or 'file'}{path.suffix.lower()[:10]}"


class CustomDocument(AbstractDocument):
    """A file to download. Who may have it is decided by the pages that offer it."""

    file = models.FileField(_("file"), upload_to=document_path, storage=private_storage)

    admin_form_fields = StockDocument.admin_form_fields

    def clean(self) -> None:
        # Wagtail asks for the extension of a file that is still waiting elsewhere for its title.
        if self.file:
            super().clean()
