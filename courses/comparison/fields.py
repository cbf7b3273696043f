"""The plain fields of models in Wagtail's comparison of two versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail.admin.compare import ChildRelationComparison, FieldComparison

from .marks import replaced
from .pictures import picture_difference
from .prose import Paragraph, plain_paragraphs, references_in, rich_paragraphs
from .prose_difference import ProseDifference
from .references import Reference, References
from .sequence_difference import sequence_difference
from .values import choice_text, value_text
from .words import text_difference


class ReferencesMixin:
    """What is called by its title. Whoever has several comparisons sets `references` for all."""

    def wanted(self) -> Iterable[Reference]:
        return ()

    @cached_property
    def references(self) -> References:
        return References(self.wanted())


class ValueComparison(ReferencesMixin, FieldComparison):
    """Numbers, dates, yes and no."""

    def has_changed(self) -> bool:
        return self.text(self.val_a) != self.text(self.val_b)

    def text(self, value: object) -> str:
        return value_text(value)

    def htmldiff(self) -> SafeString:
        before, after = self.text(self.val_a), self.text(self.val_b)
        return replaced(before, after) if before != after else escape(after)


class ChoiceComparison(ValueComparison):
    def text(self, value: object) -> str:
        return choice_text(value, self.field.flatchoices)


class TextComparison(ValueComparison):
    """Text of one line or more."""

    def htmldiff(self) -> SafeString:
        before, after = self.text(self.val_a), self.text(self.val_b)
        if "\n" not in before + after:
            return text_difference(before, after)
        sides = plain_paragraphs(before), plain_paragraphs(after)
        return ProseDifference(*sides, self.references).html()


class RichTextComparison(ReferencesMixin, FieldComparison):
    @cached_property
    def paragraphs(self) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
        return rich_paragraphs(self.val_a or ""), rich_paragraphs(self.val_b or "")

    def wanted(self) -> Iterator[Reference]:
        for paragraphs in self.paragraphs:
            yield from references_in(paragraphs)

    def has_changed(self) -> bool:
        before, after = self.paragraphs
        return before != after

    def htmldiff(self) -> SafeString:
        return ProseDifference(*self.paragraphs, self.references).html()


class ReferenceComparison(ValueComparison):
    """A foreign key: titles, also of what no longer exists."""

    def wanted(self) -> Iterator[Reference]:
        for key in (self.val_a, self.val_b):
            if key:
                yield self._reference(key)

    def has_changed(self) -> bool:
        return self.val_a != self.val_b

    def text(self, value: object) -> str:
        return self.references.title(self._reference(value)) if value else ""

    def _reference(self, key: object) -> Reference:
        return Reference.to(self.field.related_model, key)


class PictureComparison(ReferenceComparison):
    def htmldiff(self) -> SafeString:
        before, after = (key and self._reference(key) for key in (self.val_a, self.val_b))
        return picture_difference(before, after, self.references)


class TagsComparison(ReferencesMixin, FieldComparison):
    """By their keys: the tags themselves would be fetched one by one. Their order says nothing."""

    def __init__(self, field, obj_a, obj_b) -> None:
        self.field = field
        self.val_a, self.val_b = (self._tag_ids(obj) for obj in (obj_a, obj_b))

    def _tag_ids(self, obj) -> set[int]:
        relation = self.field.through._meta.get_field("content_object").remote_field
        return {item.tag_id for item in getattr(obj, relation.get_accessor_name()).all()}

    def wanted(self) -> Iterator[Reference]:
        for key in self.val_a | self.val_b:
            yield Reference.to(self.field.related_model, key)

    def htmldiff(self) -> SafeString:
        return sequence_difference(self._titles(self.val_a), self._titles(self.val_b))

    def _titles(self, keys: set[int]) -> list[str]:
        model = self.field.related_model
        return sorted(self.references.title(Reference.to(model, key)) for key in keys)


class ChildrenComparison(ReferencesMixin, ChildRelationComparison):
    """Inline children in their order, each as the text of its fields."""

    is_field, is_child_relation = True, False

    @cached_property
    def _children(self) -> tuple[list, list]:
        """For each child its fields' comparisons, with itself."""
        before, after = (
            [[field(child, child) for field in self.field_comparisons] for child in manager.all()]
            for manager in (self.val_a, self.val_b)
        )
        return before, after

    def wanted(self) -> Iterator[Reference]:
        for side in self._children:
            for child in side:
                for field in child:
                    yield from field.wanted()

    def has_changed(self) -> bool:
        before, after = self._titles
        return before != after

    def htmldiff(self) -> SafeString:
        return sequence_difference(*self._titles)

    @property
    def _titles(self) -> tuple[list[str], list[str]]:
        before, after = ([self._title(child) for child in side] for side in self._children)
        return before, after

    def _title(self, fields: list[ValueComparison]) -> str:
        for field in fields:
            field.references = self.references
        return ", ".join(filter(None, (field.text(field.val_b) for field in fields)))
