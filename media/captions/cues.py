"""Cues of WebVTT (https://www.w3.org/TR/webvtt1/#file-structure) and of SubRip, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .exceptions import CaptionsRefusal

ARROW = "-->"
# Hours may be left out; SubRip has a comma before the thousandths.
TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?")
PROPER_TIME = re.compile(r"(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}")
# Blocks of WebVTT that are no cues.
OTHERS = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")


@dataclass
class Cue:
    """`timing` is its line as WebVTT has it; `line` its number in the file, from 1."""

    line: int
    timing: str
    is_mended: bool
    label: str = ""
    text: list[str] = field(default_factory=list)


@dataclass
class Block:
    """A comment, style or region, word for word."""

    lines: list[str]


def parse(lines: list[str], first: int) -> Iterator[Cue | Block]:
    """What stands in `lines`, the first of which is number `first` of the file.

    Raises `CaptionsRefusal` with the number of a line that cannot be read.
    """
    for number, paragraph in _paragraphs(lines, first):
        if OTHERS.match(paragraph[0]) and not any(ARROW in line for line in paragraph):
            yield Block(paragraph)
        elif OTHERS.match(paragraph[0]) and paragraph[0].startswith("NOTE"):
            raise _refusal(number, _("a comment may not hold “-->”"))
        else:
            yield from _cues(paragraph, number)


def _paragraphs(lines: list[str], first: int) -> Iterator[tuple[int, list[str]]]:
    paragraph: list[str] = []
    for number, line in enumerate([*lines, ""], first):
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            yield number - len(paragraph), paragraph
            paragraph = []


def _cues(paragraph: list[str], number: int) -> Iterator[Cue]:
    """Several where the empty line between them was left out."""
    places = [place for place, line in enumerate(paragraph) if ARROW in line]
    if not places:
        raise _refusal(number, _("there is no time, such as 00:01.000 --> 00:04.000"))
    before = [-1, *places[:-1]]
    labels = [_label(paragraph, *pair) for pair in zip(places, before, strict=True)]
    ends = [place - bool(label) for place, label in zip(places, labels, strict=True)][1:]
    for place, label, end in zip(places, labels, [*ends, len(paragraph)], strict=True):
        timing, is_mended = _timing(paragraph[place], number + place)
        yield Cue(number + place, timing, is_mended, label, paragraph[place + 1 : end])


def _label(paragraph: list[str], place: int, previous: int) -> str:
    """The name of a cue, in the line above its times: within a paragraph only a number is one."""
    above = paragraph[place - 1].strip() if place - 1 > previous else ""
    return above if previous == -1 or above.isdecimal() else ""


def _timing(line: str, number: int) -> tuple[str, bool]:
    """The line as WebVTT has it, and whether that is not how it was written."""
    start, _arrow, rest = line.partition(ARROW)
    end, *settings = rest.split() or [""]
    times = [TIME.fullmatch(text) for text in (start.strip(), end)]
    if not all(times):
        raise _refusal(number, _("the time cannot be read; write it as 00:01.000 --> 00:04.000"))
    first, last = (_milliseconds(time) for time in times)
    if None in (first, last):
        raise _refusal(number, _("a time has more than 59 minutes or seconds"))
    if first >= last:
        raise _refusal(number, _("the caption ends before it begins"))
    is_proper = all(PROPER_TIME.fullmatch(time[0]) for time in times)
    # SubRip's places on the screen are no settings of WebVTT.
    proper_settings = [item for item in settings if not re.fullmatch(r"[XY][12]:\d+", item)]
    if is_proper and proper_settings == settings and f" {ARROW} " in line:
        return line, False
    return " ".join([_clock(first), ARROW, _clock(last), *proper_settings]), True


def _milliseconds(time: re.Match) -> int | None:
    """None for a time no clock shows."""
    hours, minutes, seconds = (int(text or 0) for text in time.groups()[:3])
    if minutes > 59 or seconds > 59:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((time[4] or "0").ljust(3, "0"))


def _clock(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"


def _refusal(number: int, problem: str) -> CaptionsRefusal:
    return CaptionsRefusal(_("Line %(line)d: %(problem)s.") % {"line": number, "problem": problem})
