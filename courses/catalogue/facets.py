"""Filters of the catalogue with a count for each value, all from one query.

Courses are counted by every combination of filter values (a data cube of at most a few hundred
cells). Every number the catalogue shows is a sum over cells. In each filter a course has one key;
of tags it has any number, and those asked for are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, IntegerField, Q, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from web.languages import language_choices

from ..models.catalogue_entry import CatalogueEntryQuerySet
from ..models.category import Category
from ..models.choices import LENGTH_BOUNDS, Length, Level
from ..models.course_tag import CourseTag

# Name of the filter in the URL -> the field or annotation it compares.
FIELDS = {
    "category": "category",
    "level": "level",
    "length": "length",
    "language": "language",
}
TAG = "tag"
# The keys courses have in each filter, and how many have just these.
Cell = tuple[dict[str, list], int]


@dataclass
class Option:
    """One value of a filter: how many courses it would show, and whether it is chosen.

    `key` is what the database has for `value`; None where no course has it. Offered are options
    that would show something, and where nothing is found, whatever courses there are have.
    """

    value: str
    label: str
    key: object
    selected: bool = False
    count: int = 0
    is_offered: bool = False
    remove_url: str = ""


@dataclass
class Filter:
    """A group of options; several chosen ones widen the result, two groups narrow it.

    `unknown_values` were asked for and are left out. Not everything asked for `is_canonical`: what
    does not exist, or is spelt otherwise than in links, has no end.
    """

    name: str
    label: str
    options: list[Option]
    unknown_values: list[str]
    is_canonical: bool

    @classmethod
    def of(cls, name: str, label: str, choices: Iterable, selected_values: list[str]) -> Filter:
        """`choices` are values with their labels, and their keys where those are others."""
        options = [
            Option(value, text, *(key or [value]), selected=value in selected_values)
            for value, text, *key in choices
        ]
        known_values = {option.value for option in options}
        unknown = [value for value in selected_values if value and value not in known_values]
        return cls(name, label, options, unknown, is_canonical=not unknown)

    @cached_property
    def selected_options(self) -> list[Option]:
        return [option for option in self.options if option.selected]

    @property
    def keys(self) -> set:
        return {option.key for option in self.selected_options}


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


def tagged(keys: Iterable[int]) -> Q:
    """Of entries whose courses, as they are live, have one of the tags."""
    return Q(pk__in=CourseTag.objects.filter(tag__in=keys).values("content_object"))


def count_cells(entries: CatalogueEntryQuerySet, tags: Collection[int] = ()) -> list[Cell]:
    """Every combination of filter values, and how many courses have it. Of tags, those of these
    keys are told apart."""
    columns = {
        f"tag_{pk}": Case(When(tagged([pk]), then=Value(pk)), output_field=IntegerField())
        for pk in tags
    }
    names = [*FIELDS.values(), *columns]
    rows = with_length(entries).annotate(**columns).order_by().values(*names)
    return [
        ({**{name: [keys.pop(0)] for name in FIELDS}, TAG: keys}, n)
        for *keys, n in rows.annotate(n=Count("pk")).values_list(*names, "n")
    ]


def set_counts(filters: list[Filter], cells: list[Cell]) -> int:
    """Fill in every option's count; returns how many courses all filters together admit.

    A course counts for a value if all other filters admit it.
    """
    chosen = {group.name: group.keys for group in filters}
    counts, total = {name: Counter() for name in chosen}, 0
    for keys, n in cells:
        refusing = [name for name in chosen if not admits(chosen[name], keys[name])]
        if not refusing:
            total += n
        for name in refusing or chosen:
            if len(refusing) < 2:
                counts[name].update(dict.fromkeys(keys[name], n))
    for group in filters:
        for option in group.options:
            option.count = counts[group.name][option.key]
            option.is_offered = option.selected or option.count > 0
    return total


def offer_all(filters: list[Filter], cells: list[Cell]) -> None:
    """Also what would show nothing now, as long as some course has it."""
    for group in filters:
        used = {key for keys, _n in cells for key in keys[group.name]}
        for option in group.options:
            option.is_offered = option.selected or option.key in used


def count_without(option: Option, group: Filter, filters: list[Filter], cells: list[Cell]) -> int:
    """How many courses there would be if `option`, chosen in `group`, were not."""
    chosen = {other.name: other.keys for other in filters}
    chosen[group.name] -= {option.key}
    return sum(n for keys, n in cells if all(admits(chosen[name], keys[name]) for name in chosen))


def admits(chosen: Collection, keys: list) -> bool:
    return not chosen or not chosen.isdisjoint(keys)


def apply(filters: list[Filter], entries: CatalogueEntryQuerySet) -> CatalogueEntryQuerySet:
    """The entries that all filters admit."""
    chosen = {group.name: group.keys for group in filters if group.keys}
    if TAG in chosen:
        entries = entries.filter(tagged(chosen.pop(TAG)))
    if "length" in chosen:
        entries = with_length(entries)
    return entries.filter(**{f"{FIELDS[name]}__in": keys for name, keys in chosen.items()})
