"""What a landing page tells of the catalogue: featured courses, topics, true numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Sum, prefetch_related_objects

from ..models.catalogue_entry import CatalogueEntry, CatalogueEntryQuerySet, card_pictures
from ..models.category import Category
from .models import CourseIndexPage


class Landing:
    """`featured` are primary keys in the order wanted; the newest courses fill up to `limit`.

    All of them are among `entries`, which are those of public courses if nothing is said.
    """

    def __init__(
        self, featured: list[int], *, limit: int, entries: CatalogueEntryQuerySet | None = None
    ) -> None:
        self._featured = featured
        self._limit = limit
        self._entries = CatalogueEntry.objects.public() if entries is None else entries

    @cached_property
    def index(self) -> CourseIndexPage | None:
        """The catalogue page; None on a site that has none, or not at the moment."""
        return CourseIndexPage.objects.live().first()

    @cached_property
    def courses(self) -> list[CatalogueEntry]:
        entries = self._entries.for_cards().prefetch_related(None)
        found = entries.in_bulk(self._featured) if self._featured else {}
        featured = [found[pk] for pk in self._featured if pk in found]
        newest = entries.exclude(pk__in=found).order_by("-first_published_at", "-pk")
        courses = [*featured, *newest[: self._limit - len(featured)]]
        prefetch_related_objects(courses, *card_pictures())
        return courses

    @property
    def categories(self) -> list[Category]:
        return self._totals.categories

    @property
    def course_count(self) -> int:
        return self._totals.course_count

    @property
    def lesson_count(self) -> int:
        return self._totals.lesson_count

    @cached_property
    def _totals(self) -> Totals:
        return totals(self._entries)


@dataclass(frozen=True)
class Totals:
    """Of some courses. `categories` are those in use, with `course_count`, in their order."""

    categories: list[Category]
    course_count: int
    lesson_count: int


def totals(entries: CatalogueEntryQuerySet) -> Totals:
    """Of the courses of `entries`. In two queries."""
    groups = entries.order_by().values("category")
    rows = groups.annotate(courses=Count("pk"), lessons=Sum("lesson_count"))
    courses = {row["category"]: row["courses"] for row in rows}
    categories = [category for category in Category.objects.all() if category.pk in courses]
    for category in categories:
        category.course_count = courses[category.pk]
    return Totals(categories, sum(courses.values()), sum(row["lessons"] for row in rows))


def categories_in_use() -> list[Category]:
    """Categories that have a public course, with `course_count`."""
    return totals(CatalogueEntry.objects.public()).categories
