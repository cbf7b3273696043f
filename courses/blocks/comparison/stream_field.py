"""The body of a page, and other fields of blocks, in Wagtail's comparison of two versions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison

from ...comparison.references import Reference, References
from .base import StoredComparison, comparison_of
from .containers import ComparedBlock


class BodyComparison(FieldComparison):
    """Whoever has several comparisons sets `references` for all."""

    @cached_property
    def stream(self) -> StoredComparison:
        before, after = (list(value.raw_data) for value in (self.val_a, self.val_b))
        return comparison_of(self.field.stream_block, before, after)

    @property
    def blocks(self) -> list[ComparedBlock]:
        return self.stream.blocks

    def wanted(self) -> Iterable[Reference]:
        return self.stream.wanted()

    @cached_property
    def references(self) -> References:
        return References(self.wanted())

    def has_changed(self) -> bool:
        return self.stream.has_changed()

    def htmldiff(self) -> SafeString:
        self.stream.references = self.references
        return self.stream.htmldiff()
