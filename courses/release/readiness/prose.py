"""What rich text holds: its headings and the links Wagtail resolves when it is shown."""

from __future__ import annotations

import re
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
MARK = re.compile("<(/?)(h[234]|a)\\b", re.IGNORECASE)
BEGINS_WITH_TEXT = re.compile(
    """(\\s | <[a-z][a-z0-9]* (\\s+[a-z-]+="[^"<>]*")* \\s*/?> )* [^\\s<>&\\xa0]""", re.VERBOSE
)


@dataclass(frozen=True)
class Link:
    """To a page or document (`kind`) of this site. `target` is what is stored: mostly a number."""

    kind: str
    target: str
    text: str


class Prose:
    """One rich text. Each thing is looked for when it is asked for, and once."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def is_blank(self) -> bool:
        """Whether it shows nothing at all: the editor leaves an empty paragraph behind."""
        if BEGINS_WITH_TEXT.match(self.html):
            return False  # as nearly every text, and stripping its tags is slow
        return "<hr" not in self.html and not strip_tags(self.html).replace("\xa0", " ").strip()

    @property
    def headings(self) -> list[tuple[int, str]]:
        return self._parts.headings

    @property
    def links(self) -> list[Link]:
        return self._parts.links

    @cached_property
    def _parts(self) -> _PartsParser:
        # Most texts hold neither, and parsing is slow.
        if "linktype" in self.html or any(f"<{tag}" in self.html for tag in HEADINGS):
            return _parsed("".join(_parts_in(self.html)))
        return NO_PARTS


def _parts_in(html: str) -> Iterator[str]:
    """Its headings and links, with all that stands inside them. What is between costs nothing."""
    begin, open_tag = 0, ""
    for mark in MARK.finditer(html):
        closes, tag = mark[1], mark[2].lower()
        if not open_tag and not closes:
            begin, open_tag = mark.start(), tag
        elif closes and tag == open_tag:
            end = html.find(">", mark.end()) + 1
            yield html[begin:end]
            open_tag = ""
    if open_tag:
        yield html[begin:]


def _parsed(html: str) -> _PartsParser:
    parser = _PartsParser()
    parser.feed(html)
    parser.close()
    return parser


class _PartsParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.links: list[Link] = []
        self._heading = self._link = None

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


NO_PARTS = _parsed("")


def prose_of(child: StreamValue.StreamChild) -> Iterator[Prose]:
    """The rich texts of one block, without those of blocks inside it."""
    if isinstance(child.value, RichText):
        yield Prose(child.value.source)
    elif isinstance(child.value, TypedTable):
        for row in child.value.row_data:
            for cell in row["values"]:
                yield Prose(cell.source)
