"""What a lesson file holds, counted without the importer: plain markdown-it tokens and patterns.

Knows only as much of the dialect as it must, so that a mistake of the importer is not repeated.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from markdown_it import MarkdownIt

SHINGLE = 5
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
_COLONS = re.compile(r"^[ \t]*:{3,}[^\n]*$", re.M)
_VIDEO = re.compile(r"^:::+ *video.*?^:::+ *$", re.M | re.S)
_ALT = re.compile(r"(!\[[^\]]*\]\([^)]*\))\{alt=(?P<q>['\"])(?P<alt>.*?)(?P=q)\}", re.S)
_TAGS = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W_]+")


@dataclass
class Facts:
    headings: list[str] = field(default_factory=list)
    code: Counter = field(default_factory=Counter)
    images: Counter = field(default_factory=Counter)
    links: Counter = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)

    def shingles(self) -> Counter:
        runs = range(len(self.words) - SHINGLE + 1)
        return Counter(tuple(self.words[start : start + SHINGLE]) for start in runs)


def words_of(text: str) -> list[str]:
    return _WORD.findall(unescape(_TAGS.sub("", text)).lower())


def facts_of_source(text: str) -> Facts:
    """Of a lesson file's text. Images are (file name, alt text)."""
    alts: list[tuple[str, str]] = []

    def note_alt(match: re.Match) -> str:
        source = re.search(r"\(([^)\s]*)", match[1])[1]
        alt = " ".join(re.sub(r"\\([^a-z\s])", r"\1", match["alt"]).split())
        alts.append((source, alt))
        return f"![{alt and 'ALT'}]({source})"

    # What stands in a video's div is its transcript, which is kept with the video.
    text = _COLONS.sub("", _VIDEO.sub("", _FRONT.sub("", text)))
    text = _ALT.sub(note_alt, text)
    facts = Facts()
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    for previous, token in zip([None, *tokens], tokens, strict=False):
        if token.type in {"fence", "code_block"}:
            language = token.info.split(" ")[0] if token.info else ""
            facts.code[language, token.content.removesuffix("\n")] += 1
        if token.type != "inline":
            continue
        content = _inline(token, facts, alts)
        if previous.type == "heading_open":
            facts.headings.append(" ".join(content.split()))
        facts.words += words_of(content)
    return facts


def _inline(token, facts: Facts, alts: list[tuple[str, str]]) -> str:
    text = ""
    for child in token.children:
        if child.type == "image":
            source = child.attrs["src"]
            alt_texts = [alt for path, alt in alts if path == source]
            facts.images[
                source.rpartition("/")[2], alt_texts[0] if alt_texts else child.content
            ] += 1
        elif child.type == "link_open":
            facts.links[child.attrs["href"]] += 1
        elif child.type in {"softbreak", "hardbreak"}:
            text += " "
        elif child.type in {"text", "code_inline", "html_inline"}:
            text += "" if child.type == "html_inline" else child.content
    return text


def facts_of_body(body: list[dict], images: dict[int, str]) -> Facts:
    """Of a StreamField's raw data. `images` are titles by id."""
    facts = Facts()
    _read(body, facts, images)
    return facts


def _read(blocks: list[dict], facts: Facts, images: dict[int, str]) -> None:
    for block in blocks:
        kind, value = block["type"], block["value"]
        if kind == "text":
            _read_html(value, facts)
        elif kind == "code":
            facts.code[value["language"], value["code"]] += 1
        elif kind == "image":
            image = value["image"]
            facts.images[images[image["image"]], image["alt_text"]] += 1
            facts.links[value["link"]] += 1
        elif kind == "table":
            _read_table(value, facts)
        else:
            _read_titled(kind, value, facts, images)


def _read_titled(kind: str, value: dict, facts: Facts, images: dict[int, str]) -> None:
    title = value.get("title") or value.get("text") or ""
    facts.words += words_of(title)
    if kind in {"heading", "callout", "accordion"}:
        facts.headings.append(title.removeprefix("Instructor note: "))
    _read(value.get("body", []), facts, images)


def _read_table(table: dict, facts: Facts) -> None:
    for column in table["columns"]:
        facts.words += words_of(column["heading"])
    for row in table["rows"]:
        for cell in row["values"]:
            _read_html(cell, facts)


def _read_html(html: str, facts: Facts) -> None:
    for heading in re.findall(r"<h[2-6][^>]*>(.*?)</h[2-6]>", html, re.S):
        facts.headings.append(" ".join(unescape(_TAGS.sub("", heading)).split()))
    for href in re.findall(r'href="([^"]*)"', html):
        facts.links[unescape(href)] += 1
    # Numbers of a list that was taken apart: in the source they are not words.
    html = re.sub(r"(<p[^>]*>)\d+\. ", r"\1", html)
    spaced = re.sub(r"</?(?:p|li|h\d|blockquote|ul|ol|hr|br)\b[^>]*>", " ", html)
    facts.words += words_of(spaced)
