"""What stands in a frame of its own: callouts and accordions, from divs, `<details>` and quotes."""

from __future__ import annotations

import re
from html import escape

from .containers import KINDS, Kind
from .conversion import Conversion
from .lists import BREAK, has_image
from .media_blocks import write_video
from .nodes import Node

MAX_TITLE = 200
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.I)
# What may hold what: a lesson anything, a callout accordions, an accordion neither.
ALLOWED = {"page": {"callout", "accordion"}, "callout": {"accordion"}, "accordion": set()}


def write_container(node: Node, converter: Conversion) -> None:
    name, report = node.attrs["name"], converter.report
    if name == "video":
        if not write_video(node, converter):
            converter.blocks(node.children)
    elif name == "quiz":
        source = node.attrs.get("file", "")
        report.drop(node.line, "quiz", f"the quiz {source}".strip() + ": quizzes come later")
        converter.blocks(node.children)
    elif name in KINDS:
        write_box(node, KINDS[name], converter)
    else:
        message = f"the unknown container :::{name}; what is in it is kept"
        report.drop(node.line, "container", message)
        if node.attrs["title"]:
            _write_title(node.attrs["title"], node.line, converter)
        converter.blocks(node.children)


def write_details(node: Node, converter: Conversion) -> None:
    write_box(node, KINDS["details"], converter)


def write_box(node: Node, kind: Kind, converter: Conversion) -> None:
    title, children = _title(node, kind, converter)
    block = "accordion" if kind.is_accordion else "callout"
    if block not in ALLOWED[converter.place]:
        message = f"the {block} “{title}” inside another became plain content"
        converter.report.convert(node.line, block, message)
        _write_title(title, node.line, converter)
        converter.blocks(children)
        return
    body = converter.inside(block, children)
    if not body:
        # The editor would refuse to save the page.
        converter.report.convert(node.line, block, f"the empty {block} “{title}” became text")
        _write_title(title, node.line, converter)
        return
    converter.report.keep(f"{block}s")
    value = {"title": title, "body": body}
    converter.stream.add(block, value if kind.is_accordion else {"kind": kind.callout, **value})


def _title(node: Node, kind: Kind, converter: Conversion) -> tuple[str, list[Node]]:
    """The title stated, else the heading that comes first, else the kind's own."""
    title, children = node.attrs.get("title", ""), node.children
    if not title and children and children[0].kind == "heading":
        heading, *children = children
        title = converter.flat(heading)
        converter.report.keep("headings")
        converter.images([child for child in heading.walk() if child.kind == "image"])
    if title and kind.title == KINDS["instructor"].title:
        title = f"{kind.title}: {title}"
    return converter.clipped(title, MAX_TITLE, node.line) or kind.title, children


def _write_title(title: str, line: int, converter: Conversion) -> None:
    if title:
        converter.stream.write(f"<p><b>{escape(title, quote=False)}</b></p>", line)


def write_quote(node: Node, converter: Conversion) -> None:
    if alert := _alert(node):
        write_box(node, KINDS[alert], converter)
        return
    if node.children and not has_image(node) and _only_paragraphs(node):
        texts = [converter.inline.sentence(child.children).html for child in node.children]
        converter.stream.write(f"<blockquote>{BREAK.join(texts)}</blockquote>", node.line)
        converter.report.keep("quotes")
        return
    converter.report.convert(node.line, "quote", "a quote with more than text was taken apart")
    for child in node.children:
        if child.kind == "paragraph" and not has_image(child):
            html = converter.inline.sentence(child.children).html
            converter.stream.write(f"<blockquote>{html}</blockquote>", child.line)
        else:
            converter.blocks([child])


def _only_paragraphs(node: Node) -> bool:
    return all(child.kind == "paragraph" for child in node.children)


def _alert(node: Node) -> str:
    """The kind of a `> [!NOTE]` quote, with the marker taken off; empty for any other quote."""
    first = node.children[0] if node.children else None
    if not first or first.kind != "paragraph" or not first.children:
        return ""
    # The parser hands the marker over in pieces: its brackets could have begun a link.
    text = "".join(child.text for child in first.children if child.kind == "text")
    match = _ALERT.match(text)
    if not match:
        return ""
    _remove_prefix(first, len(match[0].rstrip()))
    if not first.plain() and not has_image(first):
        node.children.pop(0)
    return match[1].lower()


def _remove_prefix(paragraph: Node, length: int) -> None:
    while length and paragraph.children:
        text = paragraph.children[0]
        count = min(length, len(text.text))
        text.text, length = text.text[count:], length - count
        if not text.text:
            paragraph.children.pop(0)
    while paragraph.children and paragraph.children[0].kind in {"softbreak", "br"}:
        paragraph.children.pop(0)
