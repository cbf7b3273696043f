"""Tables, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from ...comparison.marks import added, removed
from ...comparison.references import Reference
from ...comparison.sequences import Pair, align
from ...comparison.words import likeness, text_difference, words
from .base import StoredComparison, compares, comparison_of


@dataclass(frozen=True)
class Column:
    """`index` is its place in its version."""

    type: str
    heading: str
    index: int = field(compare=False)


@dataclass(frozen=True)
class Row:
    """`shared` are its cells in columns of both versions, `words` what they say."""

    shared: str
    values: Sequence[object] = field(compare=False)
    words: Sequence[str] = field(compare=False)


@dataclass(frozen=True)
class ComparedRow:
    """`mark` is "added", "removed", "changed", "moved" or empty."""

    mark: str
    cells: Sequence[StoredComparison]

    @property
    def html_cells(self) -> list[SafeString | str]:
        return [_cell_html(cell) for cell in self.cells]


@compares(BaseTypedTableBlock)
class TableComparison(StoredComparison):
    """Stored as {"columns": [{"type", "heading"}], "rows": [{"values"}], "caption"}."""

    @cached_property
    def columns(self) -> list[Pair]:
        """(old, new) in order; where nothing but headings changed, those at the same place."""
        old, new = _columns(self.val_a), _columns(self.val_b)
        types, new_types = ([column.type for column in side] for side in (old, new))
        headings, new_headings = ({column.heading for column in side} for side in (old, new))
        if types == new_types and (old == new or headings != new_headings):
            return list(zip(old, new, strict=True))
        return align(old, new, _heading_likeness)

    @cached_property
    def rows(self) -> list[ComparedRow]:
        pairs = align(self._rows(self.val_a, 0), self._rows(self.val_b, 1), _row_likeness)
        gone = {old: old for old, new in pairs if new is None}
        moved = {new for old, new in pairs if old is None} & gone.keys()
        return [
            ComparedRow("moved", self._cells(gone[new], new))
            if new in moved
            else self._compared_row(old, new)
            for old, new in pairs
            if new is not None or old not in moved
        ]

    def wanted(self) -> Iterator[Reference]:
        for row in self.rows:
            for cell in row.cells:
                yield from cell.wanted()

    def is_empty(self, value: object) -> bool:
        return not _columns(value)

    def has_changed(self) -> bool:
        is_captioned_anew = _caption(self.val_a) != _caption(self.val_b)
        has_other_columns = any(old != new for old, new in self.columns)
        return is_captioned_anew or has_other_columns or any(row.mark for row in self.rows)

    def text(self, value: object) -> str:
        only = type(self)(self.block, True, True, value, value)
        cells = (cell.text(cell.val_b) for row in only.rows for cell in row.cells)
        return " ".join([_caption(value), *cells])

    def htmlvalue(self, value: object) -> SafeString:
        only = type(self)(self.block, True, True, value, value)
        only.references = self.references
        return only.htmldiff()

    def htmldiff(self) -> SafeString:
        for row in self.rows:
            for cell in row.cells:
                cell.references = self.references
        context = {
            "caption": _difference(_caption(self.val_a), _caption(self.val_b)),
            "headings": [_heading(old, new) for old, new in self.columns],
            "rows": self.rows,
        }
        return render_to_string("courses/admin/compare/table.html", context)

    def _rows(self, table: dict | None, side: int) -> list[Row]:
        """`side` is 0 for the old version, 1 for the new one."""
        columns = [pair[side] for pair in self.columns if pair[0] and pair[1]]
        return [self._row(row["values"], columns) for row in (table or {}).get("rows", ())]

    def _row(self, values: Sequence[object], columns: Sequence[Column]) -> Row:
        cells = [_value(values, column) for column in columns]
        comparisons = [
            comparison_of(self.block.child_blocks[column.type], cell, cell)
            for column, cell in zip(columns, cells, strict=True)
        ]
        text = " ".join(comparison.text(comparison.val_b) for comparison in comparisons)
        return Row(json.dumps(cells, sort_keys=True), values, words(text))

    def _compared_row(self, old: Row | None, new: Row | None) -> ComparedRow:
        cells = self._cells(old, new)
        if not (old and new):
            return ComparedRow("added" if new else "removed", cells)
        shared = (cell for cell in cells if cell.exists_a and cell.exists_b)
        return ComparedRow("changed" if any(cell.has_changed() for cell in shared) else "", cells)

    def _cells(self, old: Row | None, new: Row | None) -> list[StoredComparison]:
        return [
            comparison_of(
                self.block.child_blocks[(new_column or old_column).type],
                _value(old.values, old_column) if old and old_column else None,
                _value(new.values, new_column) if new and new_column else None,
                exists_a=bool(old and old_column),
                exists_b=bool(new and new_column),
            )
            for old_column, new_column in self.columns
        ]


def _columns(table: dict | None) -> list[Column]:
    entries = enumerate((table or {}).get("columns", ()))
    return [Column(entry["type"], entry["heading"] or "", index) for index, entry in entries]


def _caption(table: dict | None) -> str:
    return (table or {}).get("caption") or ""


def _value(values: Sequence[object], column: Column) -> object:
    return values[column.index] if column.index < len(values) else None


def _heading_likeness(old: Column, new: Column) -> float:
    return likeness(words(old.heading), words(new.heading)) if old.type == new.type else 0.0


def _row_likeness(old: Row, new: Row) -> float:
    return likeness(old.words, new.words)


def _heading(old: Column | None, new: Column | None) -> SafeString | str:
    untitled = _("(no heading)")
    if old and new:
        return _difference(old.heading, new.heading)
    return added(new.heading or untitled) if new else removed(old.heading or untitled)


def _cell_html(cell: StoredComparison) -> SafeString | str:
    """One of an added or removed row or column is marked like one that was filled or emptied."""
    is_alone = cell.exists_a != cell.exists_b
    is_empty = cell.is_empty(cell.val_b if cell.exists_b else cell.val_a)
    return cell.htmldiff() if is_alone and not is_empty else cell.html()


def _difference(before: str, after: str) -> SafeString | str:
    return text_difference(before, after) if before != after else after
