"""Inline content as rich-text HTML, with what cannot stand inside a sentence set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from .links import Links
from .nodes import Node

TAGS = {"strong": "b", "em": "i", "s": "s", "sub": "sub", "sup": "sup"}


@dataclass
class Sentence:
    """`html` of a run of inline nodes. `images` stood in it and must follow it as blocks."""

    html: str
    images: list[Node] = field(default_factory=list)


class Inline:
    def __init__(self, links: Links, *, documents: bool = True):
        self.links, self.documents = links, documents
        self._images: list[Node] = []

    def sentence(self, nodes: list[Node]) -> Sentence:
        self._images = []
        html = self._all(nodes)
        return Sentence(html.strip(), self._images)

    def _all(self, nodes: list[Node]) -> str:
        return "".join(self._one(node) for node in nodes)

    def _one(self, node: Node) -> str:
        if node.kind in TAGS:
            return self._wrapped(TAGS[node.kind], node)
        method = getattr(self, f"_{node.kind}", None)
        return method(node) if method else escape(node.text, quote=False) + self._all(node.children)

    def _wrapped(self, tag: str, node: Node) -> str:
        inner = self._all(node.children)
        return f"<{tag}>{inner}</{tag}>" if inner.strip() else inner

    def _softbreak(self, node: Node) -> str:
        return " "

    def _br(self, node: Node) -> str:
        return "<br/>"

    def _code_inline(self, node: Node) -> str:
        return f"<code>{escape(node.text, quote=False)}</code>"

    def _footnote_ref(self, node: Node) -> str:
        return f"<sup>{node.text}</sup>"

    def _image(self, node: Node) -> str:
        self._images.append(node)
        return " "

    def _link(self, node: Node) -> str:
        first = len(self._images)
        inner = self._all(node.children)
        for image in self._images[first:]:
            image.attrs["link"] = node.attrs["href"]
        if not inner.strip():
            return inner
        target = self.links.target(node.attrs["href"], node.line)
        if not target:
            return inner
        if target.document and not self.documents:
            href = node.attrs["href"]
            self.links.report.drop(
                node.line, "link", f"the link to {href}: a table cell cannot hold a download"
            )
            return inner
        self.links.report.keep("links")
        return f'<a href="{escape(target.href)}">{inner}</a>'
