"""A lesson as one tree, whether a part was written in Markdown or in HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

INLINE = {
    *("text", "softbreak", "br", "code_inline", "strong", "em", "s", "sub", "sup", "link", "image"),
    "footnote_ref",
}


@dataclass
class Node:
    """`kind` says which of the other fields mean something; `line` is in the source file."""

    kind: str
    line: int
    children: list[Node] = field(default_factory=list)
    text: str = ""
    attrs: dict = field(default_factory=dict)

    @property
    def is_inline(self) -> bool:
        return self.kind in INLINE

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def plain(self) -> str:
        """The words of this node, as one line."""
        return " ".join("".join(_text_pieces(self)).split())


def _text_pieces(node: Node) -> Iterator[str]:
    if node.kind in {"softbreak", "br"}:
        yield " "
    elif node.kind != "image":
        yield node.text
    for child in node.children:
        yield from _text_pieces(child)


def in_paragraphs(nodes: list[Node]) -> list[Node]:
    """Block content: runs of inline nodes become paragraphs, blank ones go."""
    blocks: list[Node] = []
    for node in nodes:
        if not node.is_inline:
            blocks.append(node)
        elif blocks and blocks[-1].attrs.get("gathered"):
            blocks[-1].children.append(node)
        else:
            blocks.append(Node("paragraph", node.line, [node], attrs={"gathered": True}))
    return [block for block in blocks if not _is_blank(block)]


def _is_blank(node: Node) -> bool:
    has_image = any(descendant.kind == "image" for descendant in node.walk())
    return bool(node.attrs.get("gathered")) and not node.plain() and not has_image
