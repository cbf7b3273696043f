"""What the writers of all kinds of blocks share while a lesson is converted."""

from __future__ import annotations

from ..files.assets import Assets
from ..report import LessonReport
from .inline import Inline
from .links import Links
from .nodes import Node
from .stream import Stream


class Conversion:
    """Of one lesson. `place` is what the blocks are for: the page, a callout or an accordion."""

    place = "page"

    def __init__(self, path: str, source: list[str], links: Links, assets: Assets):
        self.path, self.source, self.links, self.assets = path, source, links, assets
        self.report: LessonReport = links.report
        self.inline = Inline(links)
        self.stream = Stream(self.report)
        self.shift: dict[int, int] = {}

    def blocks(self, nodes: list[Node]) -> None:
        """Write `nodes` to the stream, each as its kind is written."""
        raise NotImplementedError

    def images(self, nodes: list[Node]) -> None:
        """Write pictures out of the middle of a text."""
        raise NotImplementedError

    def inside(self, place: str, nodes: list[Node]) -> list[dict]:
        """The blocks of a callout or an accordion."""
        outer = self.place, self.stream
        self.place, self.stream = place, Stream(self.report)
        try:
            self.blocks(nodes)
            return self.stream.finish()
        finally:
            self.place, self.stream = outer

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
        kinds = [descendant.kind for child in node.children for descendant in child.walk()]
        for link in (descendant for descendant in node.walk() if descendant.kind == "link"):
            message = f"the link to {link.attrs['href'][:300]}: “{text}” is plain text on this site"
            self.report.drop(link.line, "link", message)
        if set(kinds) - {"text", "softbreak", "br", "link", "image"}:
            self.report.convert(node.line, "formatting", f"“{text}” lost its formatting")
        return text

    def source_text(self, first: int, last: int) -> str:
        """The lines between the two, without them."""
        return "\n".join(self.source[first : last - 1]).strip()
