"""What rich text holds: its headings and the links Wagtail resolves when it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText

HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
KINDS = ("page", "document")


@dataclass(frozen=True)
class Link:
    """To a page or document (`kind`) of this site. `target` is what is stored: mostly a number."""

    kind: str
    target: str
    text: str


class Prose(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.links: list[Link] = []
        self._heading = self._link = None
        self.html = html
        # Most texts hold neither, and parsing is slow.
        if "linktype" in html or any(f"<{tag}" in html for tag in HEADINGS):
            self.feed(html)
            self.close()

    @cached_property
    def is_blank(self) -> bool:
        """Whether it shows nothing at all: the editor leaves an empty paragraph behind."""
        return "<hr" not in self.html and not strip_tags(self.html).replace("\xa0", " ").strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self._heading = []
        elif tag == "a" and dict(attrs).get("linktype") in KINDS:
            self._link = (dict(attrs), [])

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)
        if self._link:
            self._link[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS and self._heading is not None:
            if text := "".join(self._heading).strip():
                self.headings.append((HEADINGS[tag], text))
            self._heading = None
        elif tag == "a" and self._link:
            attrs, parts = self._link
            self.links.append(Link(attrs["linktype"], attrs.get("id") or "", "".join(parts)))
            self._link = None


def prose_of(child: StreamValue.StreamChild) -> Iterator[Prose]:
    """The rich texts of one block, without those of blocks inside it."""
    if isinstance(child.value, RichText):
        yield Prose(child.value.source)
    elif isinstance(child.value, TypedTable):
        for row in child.value.row_data:
            for cell in row["values"]:
                yield Prose(cell.source)
