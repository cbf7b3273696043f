"""Tables, as a TypedTableBlock with one rich-text column type."""

from __future__ import annotations

from html import escape

from . import richtext
from .conversion import Conversion
from .inline import Inline
from .nodes import Node

MAX_HEADING = 255


def write_table(node: Node, converter: Conversion) -> None:
    rows = [[cell for cell in row.children if cell.kind == "cell"] for row in node.children]
    rows = [row for row in rows if row]
    if not rows:
        return
    report = converter.report
    table = _Table(converter)
    header = rows.pop(0) if rows[0][0].attrs["header"] else []
    if blank := [row for row in rows if not any(cell.children for cell in row)]:
        rows = [row for row in rows if row not in blank]
        report.convert(blank[0][0].line, "table", "empty rows are left out")
    width = max(len(row) for row in [header, *rows])
    headings = [table.heading(cell) for cell in header]
    value = {
        "columns": [{"type": "text", "heading": text} for text in _padded(headings, width)],
        "rows": [{"values": _padded([table.cell(cell) for cell in row], width)} for row in rows],
        "caption": "",
    }
    if any(cell.attrs.get("style") for cell in header):
        report.convert(node.line, "table", "the alignment of columns is not kept")
    report.keep("tables")
    converter.stream.add("table", value)
    converter.images(table.images)


def _padded(values: list[str], width: int) -> list[str]:
    return values + [""] * (width - len(values))


class _Table:
    def __init__(self, converter: Conversion):
        self.converter, self.report = converter, converter.report
        self.inline = Inline(converter.links, documents=False)
        self.images: list[Node] = []

    def heading(self, cell: Node) -> str:
        self.images += [node for node in cell.walk() if node.kind == "image"]
        return self.converter.clipped(self.converter.flat(cell), MAX_HEADING, cell.line)

    def cell(self, cell: Node) -> str:
        sentence = self.inline.sentence(cell.children)
        self.images += sentence.images
        if not sentence.html:
            return ""
        try:
            return richtext.cell(f"<p>{sentence.html}</p>")
        except richtext.UnstableRichTextError:
            self.report.convert(cell.line, "table", "a cell lost its formatting")
            return richtext.cell(
                f"<p>{escape(richtext.plain_text(sentence.html), quote=False)}</p>"
            )
