"""Single edits of a stored block, and where on the page each has to be seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from wagtail import blocks
from wagtail.blocks import Block
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.blocks.code import VerbatimBlock

# From the page to a place on it: the number of a block, the label of a child, a cell, "caption".
Path = tuple[int | str | tuple[int, int], ...]
Edit = Callable[[object], object]

WORDS = {
    "word": lambda text: text.replace("o", "0", 1) if "o" in text else f"{text}x",
    "blank added": lambda text: f"{text} ",
    "blank doubled": lambda text: text.replace(" ", "  ", 1) if " " in text else f" {text}",
    "blank of another kind": lambda text: f"{text}\u00a0",
    "emptied": lambda text: "",
}
PROSE = {
    "word": lambda html: html.replace("and", "or", 1) if "and" in html else f"{html}<p>x</p>",
    "blank": lambda html: re.sub(r">(\w+)<", r">\1 <", html, count=1),
    "bold": lambda html: re.sub(r">(\w+)", r"><b>\1</b>", html, count=1),
    "paragraph added": lambda html: f"{html}<p>Wholly new.</p>",
    "paragraph removed": lambda html: re.sub(r"<p[^>]*>.*?</p>", "", html, count=1),
    "kind": lambda html: re.sub(r"<p([^>]*)>(.*?)</p>", r"<h4\1>\2</h4>", html, count=1),
    "rule": lambda html: f"{html}<hr/>",
    "emptied": lambda html: '<p data-block-key="x"></p>',
}
LONG_PROSE = {
    "item added": lambda html: html.replace("</ul>", "<li>A sieve</li></ul>"),
    "item removed": lambda html: re.sub(r"<li[^>]*>A bowl</li>", "", html),
    "items swapped": lambda html: (
        html.replace("bowl", "x").replace("spoon", "bowl").replace("x", "spoon")
    ),
    "list": lambda html: html.replace("ul>", "ol>"),
    "formatting": lambda html: html.replace("<b>", "<i>").replace("</b>", "</i>"),
    "link": lambda html: html.replace("bread.example", "evil.example"),
    "page": lambda html: re.sub(r'linktype="page" id="\d+"', 'linktype="page" id="999999"', html),
    "document": lambda html: re.sub(r'(="document" id=)"\d+"', r'\1"0"', html),
    "link moved": lambda html: html.replace(">this</a>", "></a>this"),
}
CODE = {
    **WORDS,
    "indentation": lambda code: code.replace("        return", "    return"),
    "first indentation": lambda code: f" {code}",
    "tab": lambda code: code.replace("    ", "\t", 1),
    "line added": lambda code: code.replace("\n", "\n\n", 1),
    "line removed": lambda code: code.partition("\n")[2],
    "newline at the end": lambda code: f"{code}\n",
    "lines swapped": lambda code: "\n".join(reversed(code.split("\n"))),
}


@dataclass(frozen=True)
class Place:
    path: Path
    edits: dict[str, Edit]


def places(block: Block, value: object, path: Path) -> Iterator[tuple[Place, list]]:
    """Every place within a block where something can be edited, and the keys that lead there."""
    if isinstance(block, TypedTableBlock):
        yield from _table_places(value, path)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            is_picture = isinstance(child, ImageChooserBlock)
            child_path = (*path, "picture" if is_picture else str(child.label))
            for place, keys in places(child, value[name], child_path):
                yield place, [name, *keys]
    elif edits := _edits(block, value):
        yield Place(path, edits), []


def edited(value: object, keys: list, edit: Edit) -> object:
    """A copy of `value` in which what `keys` lead to is edited."""
    if not keys:
        return edit(deepcopy(value))
    copy = deepcopy(value)
    copy[keys[0]] = edited(copy[keys[0]], keys[1:], edit)
    return copy


def _edits(block: Block, value: object) -> dict[str, Edit]:
    if isinstance(block, VerbatimBlock):
        return CODE
    if isinstance(block, blocks.RichTextBlock):
        return PROSE | LONG_PROSE
    if isinstance(block, blocks.ChoiceBlock):
        other = next(key for key, _label in block.field.choices if key not in ("", value))
        return {"choice": lambda _key: other}
    if isinstance(block, blocks.BooleanBlock):
        return {"tick": lambda is_ticked: not is_ticked}
    if isinstance(block, blocks.ChooserBlock):
        return {
            "exchanged": lambda key: key + 1,
            "gone": lambda _key: 999_999,
            "none": lambda _key: None,
        }
    return WORDS


def _table_places(table: dict, path: Path) -> Iterator[tuple[Place, list]]:
    yield Place((*path, "caption"), WORDS), ["caption"]
    for number in range(len(table["columns"])):
        yield Place((*path, (-1, number)), WORDS), ["columns", number, "heading"]
    for row in range(len(table["rows"])):
        for column in range(len(table["columns"])):
            yield Place((*path, (row, column)), PROSE), ["rows", row, "values", column]
    yield Place(path, TABLE), []


def _with_rows(change: Callable[[list], list]) -> Edit:
    return lambda table: {**table, "rows": change(table["rows"])}


def _with_columns(change: Callable[[list], list]) -> Edit:
    return lambda table: {
        **table,
        "columns": change(table["columns"]),
        "rows": [{"values": change(row["values"])} for row in table["rows"]],
    }


TABLE = {
    "row added": _with_rows(lambda rows: [*rows, {"values": ["<p>Spelt</p>", "<p>70 %</p>"]}]),
    "row removed": _with_rows(lambda rows: rows[1:]),
    "rows swapped": _with_rows(lambda rows: rows[::-1]),
    "row doubled": _with_rows(lambda rows: [*rows, rows[0]]),
    "column added": lambda table: {
        **table,
        "columns": [*table["columns"], {"type": "text", "heading": ""}],
        "rows": [{"values": [*row["values"], "<p>new</p>"]} for row in table["rows"]],
    },
    "column removed": _with_columns(lambda cells: cells[1:]),
    "columns swapped": _with_columns(lambda cells: cells[::-1]),
}


def place_on_page(html: str, path: Path) -> Tag:
    """Where `path` leads on the page; the same steps as a reader's eyes take."""
    place = BeautifulSoup(html, "html.parser")
    for step in path:
        place = _step(place, step)
    return place


def _step(place: Tag, step: int | str | tuple[int, int]) -> Tag:
    if isinstance(step, int):
        nested = {
            id(tag)
            for outer in place.select(".comparison__block")
            for tag in outer.select(".comparison__block")
        }
        return [tag for tag in place.select(".comparison__block") if id(tag) not in nested][step]
    if isinstance(step, tuple):
        row, column = step
        return place.select("tr")[row + 1].select("td, th")[column + 1]
    if step == "caption":
        return place.find("caption")
    if step == "picture":
        return place.select_one(".comparison__pictures")
    labels = place.find("dl").find_all("dt", recursive=False)
    return next(label for label in labels if label.get_text(strip=True) == step).find_next_sibling(
        "dd"
    )
