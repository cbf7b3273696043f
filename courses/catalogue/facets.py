"""Filters of the catalogue with a count for each value, all from one query.

Courses are counted by every combination of filter values (a data cube of at most a few hundred
cells). Every number the catalogue shows is a sum over cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Value, When
from django.utils.translation import gettext as _

from ..models.category import Category
from ..models.choices import LENGTH_BOUNDS, Length, Level, language_choices
from ..models.querysets import CourseQuerySet

# Name of the filter in the URL -> the field or annotation it compares.
FIELDS = {
    "category": "category__slug",
    "level": "level",
    "length": "length",
    "language": "language",
}


@dataclass
class Option:
    """One value of a filter: how many courses it would show, and whether it is chosen."""

    value: str
    label: str
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
        return cls(
            name, label, [Option(value, text, value in selected_values) for value, text in choices]
        )

    @property
    def selected_options(self) -> list[Option]:
        return [option for option in self.options if option.selected]

    @property
    def values(self) -> list[str]:
        return [option.value for option in self.selected_options]

    def admits(self, cell: dict) -> bool:
        return not self.values or cell[FIELDS[self.name]] in self.values


def choices(name: str) -> tuple[str, Iterable[tuple[str, str]]]:
    """The label of a filter and its values with theirs."""
    return {
        "category": lambda: (_("Category"), Category.objects.values_list("slug", "name")),
        "level": lambda: (_("Level"), Level.choices),
        "length": lambda: (_("Length"), Length.choices),
        "language": lambda: (_("Language"), language_choices()),
    }[name]()


def with_length(courses: CourseQuerySet) -> CourseQuerySet:
    """Adds `length`, a value of `Length`, from the minutes of the live curriculum."""
    whens = (
        When(total_minutes__lt=minutes, then=Value(name)) for name, minutes in LENGTH_BOUNDS.items()
    )
    length = Case(*whens, default=Value(Length.LONG), output_field=CharField())
    return courses.with_totals().annotate(length=length)


def count_cells(courses: CourseQuerySet) -> list[dict]:
    """How many courses there are (`n`) of every combination of filter values."""
    cells = with_length(courses).order_by().values(*FIELDS.values())
    return list(cells.annotate(n=Count("pk")))


def set_counts(filters: list[Filter], cells: list[dict]) -> int:
    """Fill in every option's count; returns how many courses all filters together admit."""
    for group in filters:
        others = [other for other in filters if other is not group]
        for option in group.options:
            option.count = sum(
                cell["n"]
                for cell in _admitted_cells(cells, others)
                if cell[FIELDS[group.name]] == option.value
            )
    return sum(cell["n"] for cell in _admitted_cells(cells, filters))


def apply(filters: list[Filter], courses: CourseQuerySet) -> CourseQuerySet:
    """The courses that all filters admit."""
    conditions = {f"{FIELDS[group.name]}__in": group.values for group in filters if group.values}
    return with_length(courses).filter(**conditions)


def _admitted_cells(cells: list[dict], filters: list[Filter]) -> Iterable[dict]:
    return (cell for cell in cells if all(group.admits(cell) for group in filters))
