"""A lesson's tree as the raw data of its StreamField.

Media and pages have no ids yet: blocks name them by their path (`image:media/a.png`), rich text
by the stand-ins of `links`. `importing.references` puts the ids in.
"""

from __future__ import annotations

from django.utils.text import slugify

from . import callouts, lists, media_blocks, tables
from .conversion import Conversion
from .nodes import Node
from .stream import identified

LOWEST = 4


class Converter(Conversion):
    """Writes every kind of node."""

    def lesson(self, root: Node) -> list[dict]:
        """All blocks of a lesson, ids included."""
        headings = [node for node in root.walk() if node.kind == "heading"]
        self.shift = _shift(headings)
        if self.shift:
            level = min(self.shift)
            message = f"headings from level {level} on moved, so that the lesson begins at level 2"
            self.report.convert(headings[0].line, "heading", message)
        self.blocks(root.children)
        return identified(self.stream.finish(), self.path)

    def blocks(self, nodes: list[Node]) -> None:
        parts = lists.list_parts(nodes)
        for node in nodes:
            if id(node) in parts:
                self._part_of_list(node, is_first=parts[id(node)])
                continue
            write = getattr(self, f"_{node.kind}", None)
            if write:
                write(node)
            elif node.children:
                self.blocks(node.children)

    def _part_of_list(self, node: Node, *, is_first: bool) -> None:
        if is_first:
            self.report.keep("lists")
            message = "a numbered list with paragraphs between its items became numbered paragraphs"
            self.report.convert(node.line, "list", message)
        lists.write_items(node, self)

    def images(self, nodes: list[Node]) -> None:
        for node in nodes:
            media_blocks.write_image(node, self)

    def _paragraph(self, node: Node) -> None:
        link = _lone_link(node)
        if link and media_blocks.write_lone_link(link, self):
            return
        sentence = self.inline.sentence(node.children)
        if sentence.html:
            self.report.keep("paragraphs")
            self.stream.write(f"<p>{sentence.html}</p>", node.line)
        for image in sentence.images if sentence.html else []:
            message = f"the picture {image.attrs['src']} moved behind its paragraph"
            self.report.convert(image.line, "image", message)
        self.images(sentence.images)

    def _heading(self, node: Node) -> None:
        sentence = self.inline.sentence(node.children)
        shifted_level = node.attrs["level"] + self.shift.get(node.attrs["level"], 0)
        level = min(max(shifted_level, 2), LOWEST)
        if shifted_level < level:
            self.report.convert(node.line, "heading", f"“{node.plain()}” was lowered to level 2")
        if shifted_level > LOWEST:
            message = f"“{node.plain()}” was raised to level {LOWEST}, the lowest there is"
            self.report.convert(node.line, "heading", message)
        if sentence.html:
            self.report.keep("headings")
            self._write_heading(node, sentence.html, level)
        self.images(sentence.images)

    def _write_heading(self, node: Node, html: str, level: int) -> None:
        if (
            self.place == "page"
            and slugify(node.plain(), allow_unicode=True) in self.links.anchors.values()
        ):
            text = self.clipped(self.flat(node), 200, node.line)
            self.stream.add("heading", {"text": text, "level": f"h{level}"})
        else:
            self.stream.write(f"<h{level}>{html}</h{level}>", node.line)

    def _list(self, node: Node) -> None:
        self.report.keep("lists")
        if lists.fits(node):
            self.stream.write(lists.as_html(node, self.inline, self.report), node.line)
        else:
            lists.take_apart(node, self)

    def _code(self, node: Node) -> None:
        language = node.attrs.get("language", "")[:40]
        if info := node.attrs.get("info"):
            message = f"“{info}” behind the code fence; only the language is kept"
            self.report.drop(node.line, "code", message)
        if not node.text.strip():
            self.report.drop(node.line, "code", "an empty code block")
            return
        self.report.keep("code blocks")
        self.stream.add("code", {"language": language, "code": node.text, "caption": ""})

    def _hr(self, node: Node) -> None:
        self.report.keep("rules")
        self.stream.write("<hr/>", node.line)

    def _frame(self, node: Node) -> None:
        source, title = node.attrs["src"], node.attrs["title"]
        if not media_blocks.write_embed(source, title, node.line, self):
            self.report.drop(node.line, "html", f"<iframe> of another site ({source[:200]})")

    def _table(self, node: Node) -> None:
        tables.write_table(node, self)

    def _quote(self, node: Node) -> None:
        callouts.write_quote(node, self)

    def _container(self, node: Node) -> None:
        callouts.write_container(node, self)

    def _details(self, node: Node) -> None:
        callouts.write_details(node, self)

    def _container_stray(self, node: Node) -> None:
        self.report.drop(node.line, "container", "a closing ::: with nothing open before it")

    def _dl(self, node: Node) -> None:
        self.report.convert(node.line, "list", "a definition list became paragraphs")
        self.blocks(node.children)

    def _dt(self, node: Node) -> None:
        sentence = self.inline.sentence(node.children)
        self.stream.write(f"<p><b>{sentence.html}</b></p>", node.line)
        self.images(sentence.images)

    def _footnote_block(self, node: Node) -> None:
        self.report.convert(node.line, "footnote", "footnotes became numbered paragraphs")
        self.stream.write("<hr/>", node.line)
        self.blocks(node.children)

    def _footnote(self, node: Node) -> None:
        number = Node("sup", node.line, [Node("text", node.line, text=str(node.attrs["number"]))])
        if node.children and node.children[0].kind == "paragraph":
            space = Node("text", node.line, text=" ")
            node.children[0].children[:0] = [number, space]
        else:
            node.children.insert(0, Node("paragraph", node.line, [number]))
        self.blocks(node.children)


def _lone_link(node: Node) -> Node | None:
    content = [child for child in node.children if child.kind != "text" or child.text.strip()]
    is_link = len(content) == 1 and content[0].kind == "link" and not lists.has_image(node)
    return content[0] if is_link else None


def _shift(headings: list[Node]) -> dict[int, int]:
    """How far each level moves, so that the page's own title stays its only level 1."""
    if not headings or headings[0].attrs["level"] != 1:
        return {}
    return dict.fromkeys(range(1, 7), 1)
