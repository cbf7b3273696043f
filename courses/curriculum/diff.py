"""Two curricula as one outline: what was added, removed, moved and renamed, and what stayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..comparison.folds import Fold, fold
from ..comparison.sequences import merge
from ..comparison.words import text_difference
from .structure import Place, Structure, moved_lessons, moved_sections


@dataclass(frozen=True)
class Line:
    """A section or a lesson. `marks` are of "added", "removed", "changed", "moved", "renamed".

    `summary` and `summary_before` are those of a section whose summary is another now, which is
    all that "changed" says.
    """

    is_section: bool
    title: str
    marks: tuple[str, ...] = ()
    before: str = ""  # the old title
    old_place: str = ""  # the old place, in words
    summary: str = ""
    summary_before: str = ""

    @property
    def is_plain(self) -> bool:
        return not self.is_section and not self.marks

    @property
    def has_other_summary(self) -> bool:
        return self.summary != self.summary_before

    @property
    def summary_difference(self) -> SafeString:
        return text_difference(self.summary_before, self.summary)


class OutlineDiff:
    """`titles` hold, by primary key, what a lesson is called before and after."""

    def __init__(
        self, before: Structure, after: Structure, titles: Mapping[int, tuple[str, str]]
    ) -> None:
        self.before, self.after, self._titles = before, after, titles
        self._moved_ids = moved_lessons(before, after)
        self._moved_sections = moved_sections(before, after)
        self._old_places = {place.lesson: place for place in reversed(before.places)}

    @property
    def has_changed(self) -> bool:
        return any(line.marks for line in self.lines)

    @property
    def folded(self) -> list[Line | Fold]:
        return fold(self.lines, lambda line: line.is_plain)

    @property
    def lines(self) -> list[Line]:
        """In the new order; what went stands where it stood."""
        moved = {(True, key) for key in self._moved_sections}
        moved |= {(False, pk) for pk in self._moved_ids}
        keys = merge(self._keys(self.before), self._keys(self.after), moved)
        return [self._line(*key) for key in keys]

    def _line(self, is_section: bool, key: int | str) -> Line:
        return self._section(str(key)) if is_section else self._lesson(int(key))

    def _section(self, key: str) -> Line:
        old, new = self.before.sections.get(key), self.after.sections.get(key)
        title, summary = new or old or ("", "")
        old_title, old_summary = old or ("", "")
        shown_title = title or _("(no title)")
        if not (old and new):
            # Its summary, if it has one, came or went with it.
            summaries = {"summary" if new else "summary_before": summary}
            return Line(True, shown_title, ("removed",) if old else ("added",), **summaries)
        applicable = {
            "moved": key in self._moved_sections,
            "renamed": old_title != title,
            "changed": old_summary != summary,
        }
        return Line(
            True,
            shown_title,
            tuple(mark for mark, applies in applicable.items() if applies),
            before=old_title or _("(no title)") if old_title != title else "",
            summary=summary if old_summary != summary else "",
            summary_before=old_summary if old_summary != summary else "",
        )

    def _lesson(self, pk: int) -> Line:
        placeholder = _("(a lesson that no longer exists)")
        old_title, new_title = self._titles.get(pk, (placeholder, placeholder))
        if pk not in self._old_places:
            return Line(False, new_title, ("added",))
        if pk not in self.after.lessons:
            return Line(False, old_title, ("removed",))
        is_moved = pk in self._moved_ids
        marks = [
            name
            for name, applies in (("moved", is_moved), ("renamed", old_title != new_title))
            if applies
        ]
        return Line(
            False,
            new_title,
            tuple(marks),
            before=old_title if old_title != new_title else "",
            old_place=place_label(self._old_places[pk], self.before) if is_moved else "",
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
        for section, lesson_ids in lessons.items():
            keys.extend([(True, section)] if section in structure.sections else [])
            keys.extend((False, pk) for pk in lesson_ids)
        return keys


def place_label(place: Place, structure: Structure) -> str:
    title = structure.sections.get(place.section, ("", ""))[0]
    if not title:
        return _("lesson %(number)s") % {"number": place.position}
    return _("lesson %(number)s, in “%(section)s”") % {
        "number": place.position,
        "section": title,
    }
