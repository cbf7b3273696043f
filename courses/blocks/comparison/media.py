"""Pictures in blocks."""

from __future__ import annotations

from django.utils.safestring import SafeString
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from ...comparison.marks import joined
from ...comparison.pictures import picture_difference
from .base import compares
from .containers import StructComparison
from .values import ReferenceComparison


@compares(ImageChooserBlock)
class PictureComparison(ReferenceComparison):
    def htmlvalue(self, value: object) -> SafeString:
        reference = self.reference(value) if value else None
        return picture_difference(reference, reference, self.references)

    def htmldiff(self) -> SafeString:
        before, after = (value and self.reference(value) for value in (self.val_a, self.val_b))
        return picture_difference(before, after, self.references)


@compares(ImageBlock)
class DescribedPictureComparison(StructComparison):
    """The picture, whether it only decorates, and its text for those who cannot see it."""

    def child_value(self, value: object, name: str) -> object:
        # As a picture without a text of its own was stored, and Wagtail still reads it.
        if isinstance(value, int):
            value = {"image": value}
        return super().child_value(value, name)

    def htmldiff(self) -> SafeString:
        """The picture needs no label."""
        picture, *others = self.children
        picture.references = self.references
        return joined([picture.html(), self.rendered(others)])
