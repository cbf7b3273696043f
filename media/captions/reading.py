"""From the file an author has to one that browsers show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .cues import ARROW, Block, Cue, parse
from .decoding import decode
from .exceptions import CaptionsRefusal

MAX_SIZE = 2 * 1024 * 1024
HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
LINE_END = re.compile(r"\r\n|\n|\r")
# What of SubRip's marks means the same in WebVTT; other marks are left out, other "<" are text.
KEPT_TAG = re.compile(r"</?[biu]>", re.I)
LEFT_OUT = re.compile(r"</?font[^<>]*>|\{\\an?\d+[^{}]*\}", re.I)


@dataclass(frozen=True)
class Captions:
    """A WebVTT file, and in sentences what is not as it was in the author's."""

    data: bytes
    changes: tuple[str, ...] = ()


def read_captions(data: bytes, *, language: str = "en") -> Captions:
    """WebVTT or SubRip, in any usual encoding, as WebVTT in UTF-8: unchanged if it is that.

    Raises `CaptionsRefusal` with what to mend, and in which line.
    """
    if len(data) > MAX_SIZE:
        raise CaptionsRefusal(_("These captions have more than 2 MB. Choose the text alone."))
    text, encoding = decode(data, language)
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    is_webvtt = bool(HEADER.fullmatch(lines[0]))
    start = _end_of_header(lines) if is_webvtt else 0
    blocks = list(parse(lines[start:], start + 1))
    cues = [block for block in blocks if isinstance(block, Cue)]
    if not any(cue.text for cue in cues):
        raise CaptionsRefusal(
            _(
                "There is no caption in this file: no text below a line such as "
                "00:01.000 --> 00:04.000."
            )
        )
    is_unicode = encoding in {"utf-8", "utf-8-sig"}
    changes = tuple(_changes(cues, is_webvtt, "" if is_unicode else encoding))
    if not changes:
        return Captions(data)
    header = lines[:start] if is_webvtt else ["WEBVTT"]
    return Captions(_written(header, blocks, is_webvtt).encode(), changes)


def _end_of_header(lines: list[str]) -> int:
    """Its metadata end with the first empty line, or where somebody forgot that, with a time."""
    for number, line in enumerate(lines[1:], 1):
        if not line.strip() or ARROW in line:
            return number
    return len(lines)


def _changes(cues: list[Cue], is_webvtt: bool, encoding: str) -> Iterator[str]:
    if encoding:
        yield _("It was in the encoding %s and is now in UTF-8: check the accented letters.") % (
            encoding.upper()
        )
    if not is_webvtt:
        yield _("It was not in WebVTT (its first line was not WEBVTT), and is so now.")
    elif mended := [cue.line for cue in cues if cue.is_mended]:
        lines = ", ".join(map(str, mended[:5])) + ("…" if mended[5:] else "")
        yield _("Times were written anew as WebVTT has them, in line %s.") % lines


def _written(header: list[str], blocks: list[Cue | Block], is_webvtt: bool) -> str:
    paragraphs = ["\n".join(header).strip()]
    for block in blocks:
        lines = block.lines if isinstance(block, Block) else _cue_lines(block, is_webvtt)
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs) + "\n"


def _cue_lines(cue: Cue, is_webvtt: bool) -> list[str]:
    text = cue.text if is_webvtt else list(map(_from_subrip, cue.text))
    return [*([cue.label] if cue.label else []), cue.timing, *text]


def _from_subrip(line: str) -> str:
    line = LEFT_OUT.sub("", line)
    plain = [_escaped(piece) for piece in KEPT_TAG.split(line)]
    tags = [tag.lower() for tag in KEPT_TAG.findall(line)]
    return "".join(piece + tag for piece, tag in zip(plain, [*tags, ""], strict=True))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
