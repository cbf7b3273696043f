"""Lists: as rich text where the editor keeps them, taken apart where it does not."""

from __future__ import annotations

from ..report import LessonReport
from .conversion import Conversion
from .inline import Inline
from .nodes import Node

# Draftail's own limit; deeper items would be moved up on the next save.
MAX_DEPTH = 4
BREAK = "<br/><br/>"


def fits(node: Node, depth: int = 1) -> bool:
    """Whether the editor keeps the list: text and lists only, and numbers that start at 1.

    An ordered list inside a bulleted one (or the other way round) ends the outer list when it is
    saved, which does no harm to bullets and makes numbers start again.
    """
    if depth > MAX_DEPTH or (node.attrs["ordered"] and node.attrs["start"] != 1):
        return False
    return all(_item_fits(item, node, depth) for item in node.children)


def _item_fits(item: Node, parent: Node, depth: int) -> bool:
    kinds = [child.kind for child in item.children]
    paragraph_count = kinds.count("paragraph")
    if kinds != ["paragraph"] * paragraph_count + ["list"] * (len(kinds) - paragraph_count):
        return False
    if has_image(item):
        return False
    sublists = item.children[paragraph_count:]
    mixed = any(sublist.attrs["ordered"] != parent.attrs["ordered"] for sublist in sublists)
    if parent.attrs["ordered"] and mixed and item is not parent.children[-1]:
        return False
    return all(fits(sublist, depth + 1) for sublist in sublists)


def has_image(node: Node) -> bool:
    return any(descendant.kind == "image" for descendant in node.walk())


def as_html(node: Node, inline: Inline, report: LessonReport) -> str:
    """A list that `fits`."""
    tag = "ol" if node.attrs["ordered"] else "ul"
    items = "".join(f"<li>{_item_html(item, inline, report)}</li>" for item in node.children)
    return f"<{tag}>{items}</{tag}>"


def _item_html(item: Node, inline: Inline, report: LessonReport) -> str:
    paragraphs = [child for child in item.children if child.kind == "paragraph"]
    sublists = [as_html(child, inline, report) for child in item.children if child.kind == "list"]
    if len(paragraphs) > 1:
        report.convert(item.line, "list", "paragraphs of a list item became line breaks")
    texts = [inline.sentence(paragraph.children).html for paragraph in paragraphs]
    return BREAK.join(texts) + "".join(sublists)


def take_apart(node: Node, converter: Conversion) -> None:
    """Write a list that does not fit, item by item; numbers are written out as text."""
    message = "a list the editor would not keep as it is was taken apart"
    if node.attrs["ordered"]:
        message += "; its numbers are written out"
    converter.report.convert(node.line, "list", message)
    write_items(node, converter)


def write_items(node: Node, converter: Conversion) -> None:
    for number, item in enumerate(node.children, node.attrs["start"]):
        _write_item(item, f"{number}. " if node.attrs["ordered"] else "", converter)


def _write_item(item: Node, number: str, converter: Conversion) -> None:
    first, *rest = item.children or [Node("paragraph", item.line)]
    if first.kind == "paragraph":
        sentence = converter.inline.sentence(first.children)
        text = f"{number}{sentence.html}".strip()
        if text:
            html = f"<p>{text}</p>" if number else f"<ul><li>{text}</li></ul>"
            converter.stream.write(html, item.line)
        converter.images(sentence.images)
    else:
        if number:
            converter.stream.write(f"<p>{number}</p>", item.line)
        rest = [first, *rest]
    converter.blocks(rest)


def list_parts(nodes: list[Node]) -> dict[int, bool]:
    """The ids of lists that are parts of one: `1.` paragraph `2.` paragraph `3.`

    Markdown sees a new list at each number. As lists of their own all would begin at 1.
    The value is whether it is the first part.
    """
    parts: dict[int, bool] = {}
    previous: Node | None = None
    for node in nodes:
        if node.kind == "heading":
            previous = None
        if node.kind != "list" or not node.attrs["ordered"]:
            continue
        if previous and node.attrs["start"] == previous.attrs["start"] + len(previous.children):
            parts.setdefault(id(previous), True)
            parts[id(node)] = False
        previous = node
    return parts
