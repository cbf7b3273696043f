"""What became of a curriculum: sections added, removed, renamed; lessons that moved."""

from __future__ import annotations

from dataclasses import dataclass, field

from wagtail.blocks import StreamValue

from ..comparison.sequences import longest_increasing, moved_keys


@dataclass(frozen=True)
class Place:
    """Where a lesson stands. `position` counts lessons from 1; `section` is a block id or ""."""

    lesson: int | None
    block: str
    position: int
    section: str


@dataclass
class Structure:
    """A curriculum as it was written: sections by block id, lessons in order."""

    sections: dict[str, tuple[str, str]] = field(default_factory=dict)  # title, summary
    places: list[Place] = field(default_factory=list)

    @property
    def lessons(self) -> list[int]:
        """Primary keys in order, each once; whether such pages exist is not asked."""
        return list(dict.fromkeys(place.lesson for place in self.places if place.lesson))

    @property
    def section_titles(self) -> dict[int, str]:
        """By lesson, that of the section it stands in; empty above the first one."""
        places = reversed(self.places)  # of one that is named twice, the first counts
        return {place.lesson: self.sections.get(place.section, ("", ""))[0] for place in places}


@dataclass(frozen=True)
class SectionChange:
    """`kind` is "added", "removed" or "renamed"; `before` is the old title of a renamed one."""

    kind: str
    title: str
    before: str = ""


def structure(curriculum: StreamValue) -> Structure:
    """Reads the stored data: no query, and a lesson that no longer exists keeps its place."""
    result, section = Structure(), ""
    for block in curriculum.raw_data:
        if block["type"] == "section":
            section = block.get("id") or ""
            result.sections[section] = (block["value"]["title"], block["value"].get("summary", ""))
        else:
            place = Place(block["value"], block.get("id") or "", len(result.places) + 1, section)
            result.places.append(place)
    return result


def section_changes(before: Structure, after: Structure) -> list[SectionChange]:
    """In the order of the new curriculum, removed sections last."""
    changes = []
    for key, (title, _summary) in after.sections.items():
        if key not in before.sections:
            changes.append(SectionChange("added", title))
        elif before.sections[key][0] != title:
            changes.append(SectionChange("renamed", title, before.sections[key][0]))
    removed_titles = (
        title for key, (title, _) in before.sections.items() if key not in after.sections
    )
    return [*changes, *(SectionChange("removed", title) for title in removed_titles)]


def moved_lessons(before: Structure, after: Structure) -> set[int]:
    """Lessons in both whose section is another, or that jumped over others.

    The fewest that explain the new order: moving one lesson to the top moved one, not all others.
    """
    old_places = {place.lesson: place for place in reversed(before.places)}
    common_ids = [pk for pk in after.lessons if pk in old_places]
    unmoved_positions = set(longest_increasing([old_places[pk].position for pk in common_ids]))
    jumped_ids = {pk for pk in common_ids if old_places[pk].position not in unmoved_positions}
    new_places = {place.lesson: place for place in reversed(after.places)}
    moved_section_ids = {
        pk for pk in common_ids if new_places[pk].section != old_places[pk].section
    }
    return jumped_ids | (moved_section_ids if _are_sections_comparable(before, after) else set())


def moved_sections(before: Structure, after: Structure) -> set[str]:
    """Sections in both that jumped over others: where lessons stayed, their section did."""
    old_keys, new_keys = list(before.sections), list(after.sections)
    unmoved_lessons = {*before.lessons} - moved_lessons(before, after)
    fixed = {place.section for place in after.places if place.lesson in unmoved_lessons}
    jumped = {key for key in new_keys if _is_passed(key, fixed, old_keys, new_keys)}
    return jumped | moved_keys(old_keys, [key for key in new_keys if key not in jumped])


def _is_passed(key: str, fixed: set[str], old_keys: list[str], new_keys: list[str]) -> bool:
    """Whether one of the `fixed` sections stands on its other side now."""
    sides = ([other for other in keys if other in fixed | {key}] for keys in (old_keys, new_keys))
    return key not in fixed and bool(moved_keys(*sides))


def _are_sections_comparable(before: Structure, after: Structure) -> bool:
    """Whether the sections can be told apart by id at all (an old import gave them new ones)."""
    return not before.sections or bool(before.sections.keys() & after.sections.keys())
