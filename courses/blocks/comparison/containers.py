"""Blocks with others inside: each child compares itself, at its place."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock

from ...comparison.folds import Fold, fold
from ...comparison.references import Reference
from ...comparison.sequences import align, merge, moved_keys
from .base import StoredComparison, compares, comparison_of


@dataclass(frozen=True)
class ComparedBlock:
    """`marks` are of "added", "removed", "changed" and "moved"."""

    comparison: StoredComparison
    marks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.comparison.block.label

    @property
    def html(self) -> SafeString | str:
        return self.comparison.html()


class ContainerComparison(StoredComparison):
    @property
    def children(self) -> list[StoredComparison]:
        raise NotImplementedError

    def wanted(self) -> Iterator[Reference]:
        for child in self.children:
            yield from child.wanted()

    def has_changed(self) -> bool:
        return any(child.has_changed() for child in self.children)

    def text(self, value: object) -> str:
        """What is said in it, for telling how like two of them are."""
        only = type(self)(self.block, True, True, value, value)
        return " ".join(child.text(child.val_b) for child in only.children)

    def is_empty(self, value: object) -> bool:
        only = type(self)(self.block, True, True, value, value)
        return all(child.is_empty(child.val_b) for child in only.children)

    def htmlvalue(self, value: object) -> SafeString:
        only = type(self)(self.block, True, True, value, value)
        only.references = self.references
        return only.htmldiff()


@compares(StructBlock)
class StructComparison(ContainerComparison):
    @cached_property
    def children(self) -> list[StoredComparison]:
        before, after = self.val_a, self.val_b
        return [
            comparison_of(block, self.child_value(before, name), self.child_value(after, name))
            for name, block in self.block.child_blocks.items()
        ]

    def child_value(self, value: object, name: str) -> object:
        """As stored; of a child that was added to the block later, its default."""
        if value and name in value:
            return value[name]
        block = self.block.child_blocks[name]
        return block.get_prep_value(block.get_default())

    def htmldiff(self) -> SafeString:
        return self.rendered(self.children)

    def rendered(self, children: Iterable[StoredComparison]) -> SafeString:
        """Those of `children` that have something to say. What changed in them is marked there."""
        shown = []
        for child in children:
            child.references = self.references
            if child.has_changed() or not child.is_empty(child.val_b):
                shown.append(ComparedBlock(child))
        return render_to_string("courses/admin/compare/struct.html", {"children": shown})


@dataclass(frozen=True)
class Item:
    """A child of a stream or a list, as it is stored."""

    type: str
    value: object
    id: str = ""


class SequenceComparison(ContainerComparison):
    """Children are told apart by their ids; by what they say where no id is in both."""

    def items(self, value: object) -> list[Item]:
        raise NotImplementedError

    def child_block(self, item: Item) -> Block:
        raise NotImplementedError

    @cached_property
    def children(self) -> list[StoredComparison]:
        return [block.comparison for block in self.blocks]

    @cached_property
    def blocks(self) -> list[ComparedBlock]:
        """In the new order; what went stands where it stood."""
        old, new = self._keyed
        moved = moved_keys(list(old), list(new))
        return [
            self._compared(old.get(key), new.get(key), key in moved)
            for key in merge(list(old), list(new), moved)
        ]

    def has_changed(self) -> bool:
        return any(block.marks for block in self.blocks)

    def htmldiff(self) -> SafeString:
        is_changed = self.has_changed()
        entries = fold(self.blocks, lambda block: is_changed and not block.marks)
        for entry in entries:
            is_folded = isinstance(entry, Fold)
            references = self.references.without_pictures if is_folded else self.references
            for block in entry.entries if is_folded else [entry]:
                block.comparison.references = references
        return render_to_string("courses/admin/compare/blocks.html", {"entries": entries})

    @property
    def _keyed(self) -> tuple[dict[Hashable, Item], dict[Hashable, Item]]:
        old, new = self.items(self.val_a), self.items(self.val_b)
        if {item.id for item in old} & {item.id for item in new} - {""}:
            return _by_id(old), _by_id(new)
        return self._by_likeness(old, new)

    def _by_likeness(self, old: Sequence[Item], new: Sequence[Item]) -> tuple[dict, dict]:
        before, after = {}, {}
        pairs = align(_Likened.all(old), _Likened.all(new), self._likeness)
        for key, (old_item, new_item) in enumerate(pairs):
            if old_item:
                before[key] = old_item.item
            if new_item:
                after[key] = new_item.item
        return before, after

    def _likeness(self, old: _Likened, new: _Likened) -> float:
        if old.item.type != new.item.type:
            return 0.0
        return comparison_of(self.child_block(new.item), old.item.value, new.item.value).likeness()

    def _compared(self, old: Item | None, new: Item | None, is_moved: bool) -> ComparedBlock:
        comparison = comparison_of(
            self.child_block(new or old),
            old and old.value,
            new and new.value,
            exists_a=old is not None,
            exists_b=new is not None,
        )
        if not (old and new):
            return ComparedBlock(comparison, ("added",) if new else ("removed",))
        marks = [("changed", comparison.has_changed()), ("moved", is_moved)]
        return ComparedBlock(comparison, tuple(mark for mark, applies in marks if applies))


@compares(StreamBlock)
class StreamComparison(SequenceComparison):
    def items(self, value: object) -> list[Item]:
        entries = (entry for entry in value or () if entry["type"] in self.block.child_blocks)
        return [Item(entry["type"], entry["value"], entry.get("id") or "") for entry in entries]

    def child_block(self, item: Item) -> Block:
        return self.block.child_blocks[item.type]


@compares(ListBlock)
class ListComparison(SequenceComparison):
    def items(self, value: object) -> list[Item]:
        return [self._item(entry) for entry in value or ()]

    def child_block(self, item: Item) -> Block:
        return self.block.child_block

    @staticmethod
    def _item(entry: object) -> Item:
        """Lists stored before Wagtail gave their entries ids hold nothing but values."""
        if isinstance(entry, dict) and entry.keys() >= {"type", "value"}:
            return Item("item", entry["value"], entry.get("id") or "")
        return Item("item", entry)


@dataclass(frozen=True)
class _Likened:
    """An item that is equal to those of the same type and value."""

    stored: str
    item: Item = field(compare=False)

    @classmethod
    def all(cls, items: Sequence[Item]) -> list[_Likened]:
        return [cls(json.dumps([item.type, item.value], sort_keys=True), item) for item in items]


def _by_id(items: Sequence[Item]) -> dict[Hashable, Item]:
    """A block that has become another kind of block is another block."""
    keyed: dict[Hashable, Item] = {}
    for index, item in enumerate(items):
        key = item.type, item.id or index
        keyed[(*key, index) if key in keyed else key] = item
    return keyed
