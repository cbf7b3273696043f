"""Where in a text the words stand that were looked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from web.normal_form import normal

from .query import Query, Term, term_of
from .words import POINTS, UNSPACED, fold, is_unspaced, marks

# Letters of a line that are shown, and how many before the first match.
LENGTH, BEFORE = 180, 50
# Words that begin like one looked for and are looked at; a long text is full of them.
MAX_CANDIDATES = 60
# Arabic puts articles and "and" before a word.
ARABIC = re.compile("[\u0620-\u064a]")


class Part(NamedTuple):
    text: str
    is_match: bool = False


class Match(NamedTuple):
    start: int
    end: int
    typed: str


def marked(text: str, query: Query) -> list[Part]:
    """All of `text`, with the words that were looked for."""
    text = normal(text)
    return _parts(text, _matches(text, query), 0, len(text))


def snippet(text: str, query: Query) -> list[Part]:
    """Of the lines of `text` that which holds most of what was looked for, cut around it; empty
    where none holds any."""
    text = normal(text)
    matches = _matches(text, query)
    if not matches:
        return []
    ends = [found.start() for found in re.finditer("\n", text)] + [len(text)]
    by_line: dict[int, list[Match]] = {}
    for match in matches:
        by_line.setdefault(bisect_right(ends, match.start), []).append(match)
    # Of two that hold as much the first.
    line = max(by_line, key=lambda number: (len({m.typed for m in by_line[number]}), -number))
    start, end = (ends[line - 1] + 1 if line else 0), ends[line]
    return _cut(text, by_line[line], start, end)


def _cut(text: str, matches: list[Match], start: int, end: int) -> list[Part]:
    """At blanks where there are any."""
    first, last = start, end
    if end - start > LENGTH and matches[0].start - start > BEFORE:
        first = text.find(" ", matches[0].start - BEFORE, matches[0].start) + 1
        first = first or max(matches[0].start - BEFORE // 2, start)
    if end - first > LENGTH:
        last = text.rfind(" ", matches[0].end, first + LENGTH)
        last = last if last > 0 else max(first + LENGTH, matches[0].end)
    parts = _parts(text, [match for match in matches if match.end <= last], first, last)
    before = [Part("… ")] if first > start else []
    return [*before, *parts, *([Part(" …")] if last < end else [])]


def _parts(text: str, matches: list[Match], start: int, end: int) -> list[Part]:
    parts = []
    for match in matches:
        if match.start >= start:
            parts += [Part(text[start : match.start]), Part(text[match.start : match.end], True)]
            start = match.end
    return [part for part in [*parts, Part(text[start:end])] if part.text]


def _matches(text: str, query: Query) -> list[Match]:
    """In order, none within another."""
    plain = text.translate(_plain())
    found = sorted(match for term in query.terms for match in _matches_of(term, plain, text))
    matches: list[Match] = []
    for match in found:
        if not matches or match.start >= matches[-1].end:
            matches.append(match)
    return matches


def _matches_of(term: Term, plain: str, text: str) -> Iterator[Match]:
    for word in (word for typed in (term.typed, *term.alternatives) for word in typed.split()):
        for found in islice(_pattern(word).finditer(plain), MAX_CANDIDATES):
            if is_unspaced(word) or _is_meant(text[found.start() : found.end()], term):
                yield Match(found.start(), found.end(), term.typed)


def _is_meant(word: str, term: Term) -> bool:
    wanted = {code for sequence in term.sequences for code in sequence}
    codes = {code for sequence in term_of(word.casefold()).sequences for code in sequence}
    return bool(codes & wanted) or (term.is_prefix and fold(word.casefold()).startswith(term.typed))


@lru_cache(maxsize=1_000)
def _pattern(word: str) -> re.Pattern:
    """Words that begin like the folded `word`; of a script without blanks the same letters."""
    points = f"{POINTS.pattern}*"
    if is_unspaced(word):
        return re.compile(points.join(map(re.escape, word)))
    beginning = points.join(map(re.escape, word[: max(3, len(word) - 3)]))
    before = r"\w{0,3}" if ARABIC.match(word) else ""
    rest = rf"(?:[^\W_{UNSPACED}]|[{marks()}])*"
    return re.compile(rf"(?<![\w{marks()}]){before}{beginning}{rest}")


class _Plain(dict):
    """Letters without what many leave out, each one for one, so that places stay."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = (fold(letter.casefold()) or letter)[0]
        return self[code]


@cache
def _plain() -> _Plain:
    return _Plain()
