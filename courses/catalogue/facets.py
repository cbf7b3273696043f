"""Filters of the catalogue with a count for each value, all from one query.

Courses are counted by every combination of filter values (a data cube of at most a few hundred
cells). Every number the catalogue shows is a sum over cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..models.catalogue_entry import CatalogueEntryQuerySet
from ..models.category import Category
from ..models.choices import LENGTH_BOUNDS, Length, Level, language_choices

# Name of the filter in the URL -> the field or annotation it compares.
FIELDS = {
    "category": "category",
    "level": "level",
    "length": "length",
    "language": "language",
}


@dataclass
class Option:
    """One value of a filter: how many courses it would show, and whether it is chosen.

    `key` is what the database has for `value`.
    """

    value: str
    label: str
    key: object
    selected: bool = False
    count: int = 0
    remove_url: str = ""


@dataclass
class Filter:
    """A group of options; several chosen ones widen the result, two groups narrow it."""

    name: str
    label: str
    options: list[Option]

    @classmethod
    def of(cls, name: str, label: str, choices: Iterable, selected_values: list[str]) -> Filter:
        """`choices` are values with their labels, and their keys where those are others."""
        options = [
            Option(value, text, *(key or [value]), selected=value in selected_values)
            for value, text, *key in choices
        ]
        return cls(name, label, options)

    @cached_property
    def selected_options(self) -> list[Option]:
        return [option for option in self.options if option.selected]

    @property
    def values(self) -> list[str]:
        return [option.value for option in self.selected_options]

    @property
    def keys(self) -> list:
        return [option.key for option in self.selected_options]


def choices(name: str) -> tuple[str, Iterable[tuple]]:
    """The label of a filter and its values with theirs, and with their keys."""
    return {
        "category": lambda: (_("Category"), Category.objects.values_list("slug", "name", "pk")),
        "level": lambda: (_("Level"), Level.choices),
        "length": lambda: (_("Length"), Length.choices),
        "language": lambda: (_("Language"), language_choices()),
    }[name]()


def with_length(entries: CatalogueEntryQuerySet) -> CatalogueEntryQuerySet:
    """Adds `length`, a value of `Length`, from the minutes of the live curriculum."""
    whens = (When(minutes__lt=minutes, then=Value(name)) for name, minutes in LENGTH_BOUNDS.items())
    length = Case(*whens, default=Value(Length.LONG), output_field=CharField())
    return entries.annotate(length=length)


def count_cells(entries: CatalogueEntryQuerySet) -> list[tuple]:
    """Every combination of filter values, in the order of `FIELDS`, and how many courses it has."""
    cells = with_length(entries).order_by().values(*FIELDS.values())
    return list(cells.annotate(n=Count("pk")).values_list(*FIELDS.values(), "n"))


def set_counts(filters: list[Filter], cells: list[tuple]) -> int:
    """Fill in every option's count; returns how many courses all filters together admit.

    A course counts for a value if all other filters admit it.
    """
    columns = [list(FIELDS).index(group.name) for group in filters]
    chosen = [set(group.keys) for group in filters]
    counts, total = [Counter() for _group in filters], 0
    for *values, n in cells:
        keys = [values[column] for column in columns]
        refusing = [
            number
            for number, key in enumerate(keys)
            if chosen[number] and key not in chosen[number]
        ]
        if not refusing:
            total += n
        for number in refusing or range(len(keys)):
            if len(refusing) < 2:
                counts[number][keys[number]] += n
    for group, numbers in zip(filters, counts, strict=True):
        for option in group.options:
            option.count = numbers[option.key]
    return total


def apply(filters: list[Filter], entries: CatalogueEntryQuerySet) -> CatalogueEntryQuerySet:
    """The entries that all filters admit."""
    conditions = {f"{FIELDS[group.name]}__in": group.keys for group in filters if group.keys}
    return (with_length(entries) if "length__in" in conditions else entries).filter(**conditions)
