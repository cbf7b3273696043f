"""`:::` fenced divs: `:::note Title` as well as Pandoc's `:::::: {.challenge}`.

Pandoc's rule for the end: a bare line of three or more colons closes the innermost open div,
however many colons there are. (The plugin in mdit-py-plugins wants at least as many as opened.)
"""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from .attributes import BRACES, parse_attributes

_CODE = re.compile(r"(`{3,}|~{3,})")
_NAME = re.compile(r"([A-Za-z][\w-]*)\s*")


@dataclass(frozen=True)
class Kind:
    """What a div by some name becomes: a callout of `callout` kind, or an accordion."""

    callout: str = ""
    title: str = ""

    @property
    def is_accordion(self) -> bool:
        return not self.callout


KINDS = {
    "note": Kind("note"),
    "info": Kind("note"),
    "important": Kind("note", "Important"),
    "callout": Kind("note"),
    "tip": Kind("tip"),
    "warning": Kind("warning"),
    "caution": Kind("warning", "Caution"),
    "danger": Kind("warning"),
    "exercise": Kind("exercise"),
    "challenge": Kind("exercise"),
    "discussion": Kind("exercise", "Discussion"),
    "checklist": Kind("note", "Checklist"),
    "testimonial": Kind("note", "Testimonial"),
    "objectives": Kind("note", "Objectives"),
    "questions": Kind("note", "Questions"),
    "prereq": Kind("note", "Prerequisites"),
    "keypoints": Kind("summary", "Key points"),
    "summary": Kind("summary"),
    "solution": Kind(title="Solution"),
    "answer": Kind(title="Answer"),
    "hint": Kind(title="Hint"),
    "spoiler": Kind(title="Details"),
    "details": Kind(title="Details"),
    "instructor": Kind(title="Instructor note"),
}


def parse_opening(info: str) -> tuple[str, str, dict[str, str]]:
    """Name, title and attributes of a div from what follows its colons."""
    name_match = _NAME.match(info)
    rest = info[name_match.end() :] if name_match else info
    braces = BRACES.match(rest)
    attributes = parse_attributes(braces["inner"]) if braces else {}
    after = rest[braces.end() :].strip() if braces else rest.strip()
    if name_match:
        name = name_match[1]
    else:
        name, _, classes = attributes.get("class", "").partition(" ")
        after = after or classes
    title = attributes.get("title") or after.strip("\"'").strip()
    return name.lower(), title, attributes


def _info(line: str) -> str | None:
    """What a fence line says after its colons, "" for a closing one; None for other lines."""
    if not line.startswith(":::"):
        return None
    info = line.lstrip(":").strip()
    return info.rstrip(":").rstrip() if info.endswith(":::") else info


def containers_plugin(md: MarkdownIt) -> None:
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "container", _rule, {"alt": interrupts})


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    info = _info(_line(state, start))
    if info is None or state.is_code_block(start):
        return False
    if silent:
        return True
    if not info:
        # A closing line with nothing open.
        state.push("container_stray", "", 0).map = [start, start + 1]
        state.line = start + 1
        return True
    last = _closing_line(state, start, end)
    token = state.push("container_open", "div", 1)
    token.map = [start, last]
    token.info = info
    token.meta = {"closed": last < end and _info(_line(state, last)) == ""}
    _parse_inside(state, start + 1, last)
    state.push("container_close", "div", -1)
    state.line = min(last + 1, end) if token.meta["closed"] else last
    return True


def _parse_inside(state: StateBlock, start: int, end: int) -> None:
    parent, line_max = state.parentType, state.lineMax
    # lineMax keeps a paragraph's lazy continuation from running past the closing colons.
    state.parentType, state.lineMax = "container", end
    state.md.block.tokenize(state, start, end)
    state.parentType, state.lineMax = parent, line_max


def _closing_line(state: StateBlock, start: int, end: int) -> int:
    """The line that closes the div opened at `start`, or the first line that is not inside."""
    depth, code = 1, ""
    for number in range(start + 1, end):
        text = _line(state, number)
        if text and state.sCount[number] < state.blkIndent:
            return number
        fence = _CODE.match(text)
        if code:
            code = "" if text.startswith(code) and not text.strip(code[0] + " ") else code
        elif fence and not ("`" in text[fence.end() :] and fence[1][0] == "`"):
            code = fence[1]
        elif (info := _info(text)) is not None and not state.is_code_block(number):
            depth += 1 if info else -1
            if not depth:
                return number
    return end
