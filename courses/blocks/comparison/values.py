"""Blocks without others inside."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.safestring import SafeString
from wagtail import blocks

from ...comparison.code_difference import code_as_it_is, code_difference
from ...comparison.prose import (
    Paragraph,
    plain_paragraphs,
    references_in,
    rich_paragraphs,
)
from ...comparison.prose_difference import ProseDifference
from ...comparison.references import Reference
from ...comparison.values import choice_text
from ...comparison.words import text_difference
from .base import StoredComparison, compares


@compares(blocks.CharBlock, blocks.EmailBlock, blocks.RegexBlock, blocks.URLBlock)
class TextComparison(StoredComparison):
    """One line."""

    def htmldiff(self) -> SafeString:
        return text_difference(self.text(self.val_a), self.text(self.val_b))


class ProseComparison(StoredComparison):
    def paragraphs(self, value: object) -> tuple[Paragraph, ...]:
        raise NotImplementedError

    def wanted(self) -> Iterator[Reference]:
        for value in (self.val_a, self.val_b):
            yield from references_in(self.paragraphs(value))

    def is_empty(self, value: object) -> bool:
        return not self.paragraphs(value)

    def has_changed(self) -> bool:
        return self.paragraphs(self.val_a) != self.paragraphs(self.val_b)

    def text(self, value: object) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs(value))

    def htmlvalue(self, value: object) -> SafeString:
        return ProseDifference(*[self.paragraphs(value)] * 2, self.references).html()

    def htmldiff(self) -> SafeString:
        sides = self.paragraphs(self.val_a), self.paragraphs(self.val_b)
        return ProseDifference(*sides, self.references).html()


@compares(blocks.RichTextBlock)
class RichTextComparison(ProseComparison):
    def paragraphs(self, value: object) -> tuple[Paragraph, ...]:
        return rich_paragraphs(str(value or ""))


@compares(blocks.TextBlock)
class LinesComparison(ProseComparison):
    def paragraphs(self, value: object) -> tuple[Paragraph, ...]:
        return tuple(plain_paragraphs(str(value or "")))


class CodeComparison(StoredComparison):
    """Line by line. Of blocks that ask for it."""

    def htmlvalue(self, value: object) -> SafeString:
        return code_as_it_is(self.text(value))

    def htmldiff(self) -> SafeString:
        return code_difference(self.text(self.val_a), self.text(self.val_b))


@compares(blocks.BooleanBlock)
class TickComparison(StoredComparison):
    """Yes or no; that something is not ticked is told only if it was."""

    def is_empty(self, value: object) -> bool:
        return not value

    def text(self, value: object) -> str:
        return super().text(bool(value))


@compares(blocks.field_block.BaseChoiceBlock)
class ChoiceComparison(StoredComparison):
    def text(self, value: object) -> str:
        return choice_text(value, self.block.field.choices)


@compares(blocks.ChooserBlock)
class ReferenceComparison(StoredComparison):
    """By title, also of what no longer exists."""

    def wanted(self) -> Iterator[Reference]:
        for value in (self.val_a, self.val_b):
            if value:
                yield self.reference(value)

    def is_empty(self, value: object) -> bool:
        return not value

    def has_changed(self) -> bool:
        return (self.val_a or None) != (self.val_b or None)

    def likeness(self) -> float:
        return float(not self.has_changed())

    def text(self, value: object) -> str:
        return self.references.title(self.reference(value)) if value else ""

    def reference(self, value: object) -> Reference:
        return Reference.to(self.block.model_class, value)
