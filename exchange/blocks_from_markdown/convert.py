"""A lesson's tree as the raw data of its StreamField.

Media and pages have no ids yet: blocks name them by their path (`image:media/a.png`), rich text
by the stand-ins of `links`. `binding` puts the ids in.
"""

from __future__ import annotations

from django.utils.text import slugify

from ..importing.assets import Assets
from ..importing.report import LessonReport
from . import callouts, lists, media_blocks, tables
from .inline import Inline
from .links import Links
from .nodes import Node
from .stream import Stream, identified

LOWEST = 4


class Converter:
    """Of one lesson. `place` is what the blocks are for: the page, a callout or an accordion."""

    place = "page"

    def __init__(self, path: str, source: list[str], links: Links, assets: Assets):
        self.path, self.source, self.links, self.assets = path, source, links, assets
        self.report: LessonReport = links.report
        self.inline = Inline(links)
        self.stream = Stream(self.report)
        self.shift: dict[int, int] = {}

    def lesson(self, root: Node) -> list[dict]:
        """All blocks of a lesson, ids included."""
        headings = [each for each in root.walk() if each.kind == "heading"]
        self.shift = _shift(headings)
        if self.shift:
            level = min(self.shift)
            what = f"headings from level {level} on moved, so that the lesson begins at level 2"
            self.report.convert(headings[0].line, "heading", what)
        self.blocks(root.children)
        return identified(self.stream.finish(), self.path)

    def inside(self, place: str, nodes: list[Node]) -> list[dict]:
        """The blocks of a callout or an accordion."""
        outer = self.place, self.stream
        self.place, self.stream = place, Stream(self.report)
        try:
            self.blocks(nodes)
            return self.stream.finish()
        finally:
            self.place, self.stream = outer

    def blocks(self, nodes: list[Node]) -> None:
        parts = lists.continued(nodes)
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
            what = "a numbered list with paragraphs between its items became numbered paragraphs"
            self.report.convert(node.line, "list", what)
        lists.write_items(node, self)

    def images(self, nodes: list[Node]) -> None:
        for node in nodes:
            media_blocks.write_image(node, self)

    def find(self, reference: str, line: int) -> str | None:
        return self.assets.files.find(reference, file=self.path, line=line)

    def clipped(self, text: str, limit: int, line: int) -> str:
        if len(text) > limit:
            self.report.drop(line, "text", f"the end of an overlong title: “…{text[limit - 1 :]}”")
            return text[: limit - 1] + "…"
        return text

    def flat(self, node: Node) -> str:
        """The words of a heading or title that takes no formatting."""
        text = node.plain()
        inner = [each.kind for child in node.children for each in child.walk()]
        for link in (each for each in node.walk() if each.kind == "link"):
            what = f"the link to {link.attrs['href'][:300]}: “{text}” is plain text on this site"
            self.report.drop(link.line, "link", what)
        if set(inner) - {"text", "softbreak", "br", "link", "image"}:
            self.report.convert(node.line, "formatting", f"“{text}” lost its formatting")
        return text

    def source_text(self, first: int, last: int) -> str:
        """The lines between the two, without them."""
        return "\n".join(self.source[first : last - 1]).strip()

    def _paragraph(self, node: Node) -> None:
        link = _lone_link(node)
        if link and media_blocks.write_lone_link(link, self):
            return
        sentence = self.inline.sentence(node.children)
        if sentence.html:
            self.report.keep("paragraphs")
            self.stream.write(f"<p>{sentence.html}</p>", node.line)
        for image in sentence.images if sentence.html else []:
            what = f"the picture {image.attrs['src']} moved behind its paragraph"
            self.report.convert(image.line, "image", what)
        self.images(sentence.images)

    def _heading(self, node: Node) -> None:
        sentence = self.inline.sentence(node.children)
        wanted = node.attrs["level"] + self.shift.get(node.attrs["level"], 0)
        level = min(max(wanted, 2), LOWEST)
        if wanted < level:
            self.report.convert(node.line, "heading", f"“{node.plain()}” was lowered to level 2")
        if wanted > LOWEST:
            what = f"“{node.plain()}” was raised to level {LOWEST}, the lowest there is"
            self.report.convert(node.line, "heading", what)
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
            what = f"“{info}” behind the code fence; only the language is kept"
            self.report.drop(node.line, "code", what)
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
    content = [each for each in node.children if each.kind != "text" or each.text.strip()]
    is_link = len(content) == 1 and content[0].kind == "link" and not lists.has_image(node)
    return content[0] if is_link else None


def _shift(headings: list[Node]) -> dict[int, int]:
    """How far each level moves, so that the page's own title stays its only level 1."""
    if not headings or headings[0].attrs["level"] != 1:
        return {}
    return dict.fromkeys(range(1, 7), 1)
