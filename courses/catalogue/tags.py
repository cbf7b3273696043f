"""The catalogue's filter by tags. It offers none: courses lead to it, each by its own."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from ..models.catalogue_entry import CatalogueEntryQuerySet
from ..models.course_tag import CourseTag
from .facets import TAG, Filter, Option

MOST = 5
LONGEST = 100  # as tags are


def tag_filter(values: list[str], entries: CatalogueEntryQuerySet) -> Filter:
    """The tags called `values`, whatever their case, and their keys where one of `entries` has
    them: what only a draft has, or a course not for whoever asks, is no tag. One query, if any."""
    values = list(filter(None, values))
    names = {name.casefold(): name for name in map(_cleaned, values) if name}
    asked = list(names)[:MOST]
    known = _known_tags(asked, entries) if asked else {}
    tags = [known.get(name, (names[name], None)) for name in asked]
    options = [Option(name, name, key, selected=True) for name, key in tags]
    unknown = [value for value in values if _cleaned(value).casefold() not in asked]
    is_canonical = values == [name for name, key in tags if key]
    return Filter(TAG, _("Tags"), options, unknown, is_canonical)


def _cleaned(value: str) -> str:
    return value.replace("\0", "").strip()[:LONGEST]


def _known_tags(names: list[str], entries: CatalogueEntryQuerySet) -> dict[str, tuple[str, int]]:
    conditions = [Q(tag__name__iexact=name) for name in names]
    of_entries = CourseTag.objects.filter(content_object__in=entries.order_by().values("pk"))
    found = of_entries.filter(Q(*conditions, _connector=Q.OR)).values_list("tag__name", "tag")
    return {name.casefold(): (name, key) for name, key in found.distinct()}
