"""Prose as paragraphs of words, each with its formatting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from .references import LINKED_MODELS, Reference
from .words import words

FORMATS = {"strong": "b", "em": "i", "del": "s", "strike": "s"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
LISTS = {"ul", "ol"}
BLOCKS = {"p", "div", "li", "blockquote", "pre", "td", "th", *HEADINGS}
# Which lists stand inside which is told by the depth of their items.
PLAIN = {"p", "div", "td", "th"}


@dataclass(frozen=True)
class Token:
    """A word, a blank, or where a link leads, as it stands after the link.

    `formats` are names of tags, "a" for a link among them. `target` is an object of this site or
    an address; None for words.
    """

    text: str
    formats: frozenset[str] = frozenset()
    target: Reference | str | None = None

    @property
    def key(self) -> Reference | str:
        """What two tokens have in common, whatever their formatting."""
        return self.text if self.target is None else self.target


@dataclass(frozen=True)
class Paragraph:
    """`kind` is "p", "h1" to "h6", "ul" or "ol" for an item of one, "blockquote", "pre", "hr"."""

    kind: str
    tokens: tuple[Token, ...] = ()
    depth: int = 0

    @property
    def keys(self) -> list[Reference | str]:
        return [token.key for token in self.tokens]

    @property
    def text(self) -> str:
        return "".join(token.text for token in self.tokens)


def plain_paragraphs(text: str) -> list[Paragraph]:
    """One for each line."""
    lines = text.split("\n") if text else []
    return [Paragraph("p", tuple(map(Token, words(line)))) for line in lines]


@lru_cache(maxsize=512)
def rich_paragraphs(source: str) -> tuple[Paragraph, ...]:
    """What rich text says as it is stored; none where all are empty."""
    reader = _Reader()
    try:
        reader.feed(source)
        reader.close()
    except AssertionError:  # so the parser says what is no HTML at all
        return tuple(plain_paragraphs(source))
    reader.end_paragraph()
    paragraphs = tuple(reader.paragraphs)
    is_empty = all(not entry.tokens and entry.kind != "hr" for entry in paragraphs)
    return () if is_empty else paragraphs


def references_in(paragraphs: tuple[Paragraph, ...]) -> Iterator[Reference]:
    for paragraph in paragraphs:
        for token in paragraph.tokens:
            if isinstance(token.target, Reference):
                yield token.target


class _Reader(HTMLParser):
    """Keeps no tree: however deep tags are nested, it reads on."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[Paragraph] = []
        self._tokens: list[Token] = []
        self._kind = ""  # of the open paragraph
        self._lists: list[str] = []
        self._formats: list[str] = []
        self._targets: list[Reference | str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LISTS:
            self.end_paragraph()
            self._lists.append(tag)
        elif tag in BLOCKS:
            self._start_paragraph(tag)
        elif tag == "hr":
            self.end_paragraph()
            self.paragraphs.append(Paragraph("hr"))
        else:
            self._start_inline(tag, {name: value or "" for name, value in reversed(attrs)})

    def handle_endtag(self, tag: str) -> None:
        if tag in LISTS:
            self.end_paragraph()
            self._lists = self._lists[:-1]
        elif tag in BLOCKS:
            self.end_paragraph()
        elif tag == "a":
            self._end_link()
        elif (name := FORMATS.get(tag, tag)) in self._formats:
            self._formats.remove(name)

    def handle_data(self, data: str) -> None:
        if self._kind or self._tokens or data.strip():
            formats = self._current_formats
            self._tokens += [Token(word, formats) for word in words(data)]

    def end_paragraph(self) -> None:
        while self._targets:
            self._end_link()
        if self._kind or self._tokens:
            depth = len(self._lists) if self._kind in LISTS else 0
            self.paragraphs.append(Paragraph(self._kind or "p", tuple(self._tokens), depth))
        self._tokens, self._kind, self._formats = [], "", []

    @property
    def _current_formats(self) -> frozenset[str]:
        return frozenset([*self._formats, "a"] if self._targets else self._formats)

    def _start_paragraph(self, tag: str) -> None:
        if tag in PLAIN and self._kind and not self._tokens:
            return  # the paragraph of an item or a quotation is the item or the quotation
        self.end_paragraph()
        self._kind = "p" if tag in PLAIN else tag
        if tag == "li":
            self._kind = self._lists[-1] if self._lists else "ul"

    def _start_inline(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "br":
            self._tokens.append(Token("\n", self._current_formats))
        elif tag in {"embed", "img"}:
            self._tokens.append(Token("", self._current_formats, _target(attrs)))
            self.handle_data(" ".join(filter(None, (attrs.get("alt"), attrs.get("format")))))
        elif tag == "a":
            self._targets.append(_target(attrs))
        else:
            self._formats.append(FORMATS.get(tag, tag))

    def _end_link(self) -> None:
        if self._targets:
            target = self._targets.pop()
            self._tokens.append(Token("", self._current_formats | {"a"}, target))


def _target(attrs: dict[str, str]) -> Reference | str:
    """Where it leads: an object, or an address."""
    kind = attrs.get("linktype") or attrs.get("embedtype") or ""
    if kind in LINKED_MODELS:
        return Reference.to(LINKED_MODELS[kind], attrs.get("id", ""))
    addresses = (attrs.get(name) for name in ("href", "url", "src"))
    return next(filter(None, addresses), f"{kind} {attrs.get('id', '')}".strip())
