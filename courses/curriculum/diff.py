"""Two curricula as one outline: what was added, removed, moved and renamed, and what stayed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from django.utils.translation import gettext as _

from .structure import Place, Structure, moved_lessons

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Line:
    """A section or a lesson. `marks` are of "added", "removed", "moved" and "renamed"."""

    is_section: bool
    title: str
    marks: tuple[str, ...] = ()
    before: str = ""  # the old title
    was_at: str = ""  # the old place, in words
    summary: str = ""
    summary_before: str = ""

    @property
    def is_plain(self) -> bool:
        return not self.is_section and not self.marks


@dataclass(frozen=True)
class Fold:
    """Neighbouring lessons of which nothing is to be said."""

    entries: list

    @property
    def count(self) -> int:
        return len(self.entries)


class OutlineDiff:
    """`titles` hold, by primary key, what a lesson is called before and after."""

    def __init__(
        self, before: Structure, after: Structure, titles: Mapping[int, tuple[str, str]]
    ) -> None:
        self.before, self.after, self._titles = before, after, titles
        self._moved = moved_lessons(before, after)
        self._old = {place.lesson: place for place in reversed(before.places)}

    @property
    def has_changed(self) -> bool:
        return any(line.marks for line in self.lines)

    @property
    def folded(self) -> list[Line | Fold]:
        return fold(self.lines, lambda line: line.is_plain)

    @property
    def lines(self) -> list[Line]:
        """In the new order; what went stands where it stood."""
        old, new = self._keys(self.before), self._keys(self.after)
        kept, shown, anchor = set(new), list(new), None
        for key in old:
            if key not in kept:
                shown.insert(shown.index(anchor) + 1 if anchor else 0, key)
            if key not in kept or key[1] not in self._moved:
                anchor = key
        return [self._line(*key) for key in shown]

    def _line(self, is_section: bool, key: int | str) -> Line:
        return self._section(str(key)) if is_section else self._lesson(int(key))

    def _section(self, key: str) -> Line:
        was, now = self.before.sections.get(key), self.after.sections.get(key)
        title, summary = now or was or ("", "")
        old_title, old_summary = was or ("", "")
        renamed = bool(was and now and was != now)
        mark = "added" if not was else "removed" if not now else "renamed" if renamed else ""
        return Line(
            True,
            title or _("(no title)"),
            (mark,) if mark else (),
            before=old_title if renamed and old_title != title else "",
            summary=summary if renamed and old_summary != summary else "",
            summary_before=old_summary if renamed and old_summary != summary else "",
        )

    def _lesson(self, pk: int) -> Line:
        gone = _("(a lesson that no longer exists)")
        was, now = self._titles.get(pk, (gone, gone))
        if pk not in self._old:
            return Line(False, now, ("added",))
        if pk not in self.after.lessons:
            return Line(False, was, ("removed",))
        moved = pk in self._moved
        marks = [name for name, is_so in (("moved", moved), ("renamed", was != now)) if is_so]
        return Line(
            False,
            now,
            tuple(marks),
            before=was if was != now else "",
            was_at=place_in_words(self._old[pk], self.before) if moved else "",
        )

    @staticmethod
    def _keys(structure: Structure) -> list[tuple[bool, int | str]]:
        """Sections (True, block id) and lessons (False, primary key), in order."""
        lessons: dict[str, dict[int, None]] = {"": {}} | {key: {} for key in structure.sections}
        seen: set[int] = set()
        for place in structure.places:
            if place.lesson and place.lesson not in seen:
                seen.add(place.lesson)
                lessons[place.section][place.lesson] = None
        keys: list[tuple[bool, int | str]] = []
        for section, pks in lessons.items():
            keys.extend([(True, section)] if section in structure.sections else [])
            keys.extend((False, pk) for pk in pks)
        return keys


def place_in_words(place: Place, structure: Structure) -> str:
    title = structure.sections.get(place.section, ("", ""))[0]
    if not title:
        return _("lesson %(number)s") % {"number": place.position}
    return _("lesson %(number)s, in “%(section)s”") % {
        "number": place.position,
        "section": title,
    }


def fold(entries: Iterable[Entry], is_plain: Callable[[Entry], bool]) -> list[Entry | Fold]:
    """`entries`, with plain neighbours together in one `Fold`."""
    shown: list = []
    for plain, run in groupby(entries, is_plain):
        together = list(run)
        shown.extend([Fold(together)] if plain else together)
    return shown
