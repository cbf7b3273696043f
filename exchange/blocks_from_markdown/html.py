"""HTML inside Markdown, taken into the tree tag by tag.

Markdown hands HTML over in pieces (`<details>` in one, `</details>` in another, with Markdown
between them), so no sanitiser can be run on a piece: it would close what is still open. Instead
only known tags become nodes, and nodes are all that is ever written. `richtext` runs nh3 over
the result.
"""

from __future__ import annotations

from html.parser import HTMLParser

from ..report import LessonReport
from .nodes import Node, in_paragraphs

KNOWN = {
    **{"b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "s", "del": "s"},
    **{"strike": "s", "sub": "sub", "sup": "sup", "code": "code_inline", "kbd": "code_inline"},
    **{"samp": "code_inline", "tt": "code_inline", "a": "link", "p": "paragraph"},
    **{"blockquote": "quote", "ul": "list", "ol": "list", "li": "item", "pre": "code"},
    **{"details": "details", "summary": "summary", "table": "table", "tr": "row"},
    **{"td": "cell", "th": "cell", "figcaption": "paragraph"},
    **{f"h{level}": "heading" for level in range(1, 7)},
}
AS_CODE = {"kbd", "samp", "tt"}
VOID = {"br": "br", "hr": "hr", "img": "image"}
NO_LOSS = {"thead", "tbody", "tfoot", "figure", "picture", "wbr", "cite", "dfn", "abbr", "var"}
# Their content is not text.
OPAQUE = {
    *("script", "style", "template", "iframe", "object", "embed", "svg", "math", "noscript"),
    *("form", "select", "textarea", "button", "video", "audio", "canvas", "head", "title"),
}
MAX_DEPTH = 40
EMPTY = {"area", "base", "col", "input", "link", "meta", "param", "source", "track", "wbr"}


class TreeBuilder:
    """Collects the children of one node; HTML tags among them open and close nodes of their own."""

    def __init__(self, report: LessonReport):
        self.report = report
        self._open: list[tuple[str, Node | None]] = []
        self._root = Node("root", 0)

    def add(self, node: Node) -> None:
        if target := self._target():
            target.children.append(node)

    def html(self, source: str, line: int) -> None:
        fragment = _Fragment(self, line)
        fragment.feed(source)
        fragment.close()

    def children(self) -> list[Node]:
        return self._root.children

    def _target(self) -> Node | None:
        return self._open[-1][1] if self._open else self._root

    def start(self, tag: str, attrs: dict[str, str], line: int) -> None:
        if self._target() is None:
            if tag not in EMPTY | set(VOID):
                self._open.append((tag, None))
        elif tag in VOID:
            self.add(_node(VOID[tag], attrs, line))
        elif tag in OPAQUE:
            if tag == "iframe":
                self.add(Node("frame", line, attrs={"src": "", "title": ""} | attrs))
            else:
                self._drop(tag, attrs, line)
            self._open.append((tag, None))
        elif tag in KNOWN and len(self._open) < MAX_DEPTH:
            if tag in AS_CODE:
                self.report.convert(line, "html", f"<{tag}> is shown as code")
            node = _node(KNOWN[tag], attrs, line, tag)
            self.add(node)
            self._open.append((tag, node))
        else:
            self._transparent(tag, line)

    def _transparent(self, tag: str, line: int) -> None:
        """The tag goes, what is in it stays."""
        if tag not in NO_LOSS:
            self.report.drop(line, "html", f"the tag <{tag}>; the text in it is kept")
        if tag not in EMPTY:
            self._open.append((tag, self._target()))

    def _drop(self, tag: str, attrs: dict[str, str], line: int) -> None:
        address = attrs.get("src") or attrs.get("data") or ""
        message = f"<{tag}> and what is in it" + (f" ({address[:200]})" if address else "")
        self.report.drop(line, "html", message)

    def end(self, tag: str) -> None:
        names = [name for name, _node in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def text(self, data: str, line: int) -> None:
        if self._target() is not None and data:
            self.add(Node("text", line, text=data))

    def comment(self, line: int) -> None:
        self.report.comments += 1


def _node(kind: str, attrs: dict[str, str], line: int, tag: str = "") -> Node:
    node = Node(kind, line)
    if kind == "heading":
        node.attrs = {"level": int(tag[1])}
    elif kind == "list":
        start = attrs.get("start", "1")
        node.attrs = {"ordered": tag == "ol", "start": int(start) if start.isdigit() else 1}
    elif kind == "link":
        node.attrs = {"href": attrs.get("href", "")}
    elif kind == "image":
        node.attrs = {name: attrs.get(name, "") for name in ("src", "alt", "title")}
    elif kind == "cell":
        node.attrs = {"header": tag == "th"}
    elif kind == "code":
        node.attrs = {"language": ""}
    return node


class _Fragment(HTMLParser):
    def __init__(self, builder: TreeBuilder, line: int):
        super().__init__(convert_charrefs=True)
        self.builder, self.first_line = builder, line

    @property
    def line(self) -> int:
        return self.first_line + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs}, self.line)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.text(data, self.line)

    def handle_comment(self, data: str) -> None:
        self.builder.comment(self.line)


def tidy(node: Node) -> Node:
    """HTML nodes in the shape Markdown would have given them. Changes `node`."""
    node.children = [tidy(child) for child in node.children]
    if node.kind == "details":
        summaries = [child for child in node.children if child.kind == "summary"]
        node.attrs["title"] = summaries[0].plain() if summaries else ""
        node.children = [child for child in node.children if child.kind != "summary"]
    if node.kind == "list":
        node.children = [child for child in node.children if child.kind == "item"]
    if node.kind == "table" and any(child.kind != "row" for child in node.children):
        node.children = [child for child in node.children if child.kind == "row"]
    if node.kind == "code" and node.children:
        node.text = "".join(descendant.text for descendant in node.walk()).strip("\n")
        node.children = []
    if node.kind == "code_inline" and node.children:
        node.text, node.children = node.plain(), []
    if node.kind in {"root", "details", "item", "quote", "container", "footnote", "dd"}:
        node.children = in_paragraphs(_flat(node.children))
    return node


def _flat(nodes: list[Node]) -> list[Node]:
    """Blocks that HTML put into a paragraph stand beside it instead."""
    flat: list[Node] = []
    for node in nodes:
        mixed = node.kind == "paragraph" and any(not child.is_inline for child in node.children)
        flat += _flat(in_paragraphs(node.children)) if mixed else [node]
    return flat
