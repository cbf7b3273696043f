"""What the page of a course shows beside its own fields."""

from __future__ import annotations

import copy
from functools import cache
from typing import Self

from django.http import HttpRequest
from django.utils.functional import cached_property
from taggit.models import Tag

from web.page_cache.fragments import keep_nothing, kept_object
from web.page_cache.public_page import PublicPageMixin
from web.prepared_query import PreparedQuery

from .audience import admissions_of
from .catalogue_entry import CatalogueEntry, CatalogueEntryQuerySet
from .querysets import teachers


class ServedCourse(PublicPageMixin):
    """For the page type of courses."""

    public_parameters = ("locked",)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context = super().get_context(request, *args, **kwargs)
        self._check_locked(request)
        return {**context, "outline": self.outline, "related": self._related(request)}

    def _check_locked(self, request: HttpRequest) -> None:
        """Anybody can name lessons there are not."""
        locked = request.GET.get("locked")
        if locked is not None and locked not in {lesson.slug for lesson in self.outline.lessons}:
            keep_nothing(request)

    def copy_for_request(self) -> Self:
        """All requests share the outline, which nobody changes."""
        _ = self.outline
        return copy.copy(self)

    def _related(self, request: HttpRequest) -> list[CatalogueEntry]:
        admissions = admissions_of(request)
        key = ("related", self.pk, admissions)
        return kept_object(request, key, lambda: self.related(admissions))

    @cached_property
    def tag_names(self) -> list[str]:
        """Of this edition, by the alphabet. In one query, also where a draft has its own."""
        tags = Tag.objects.filter(pk__in=self.tagged_items.values_list("tag_id", flat=True))
        return sorted(tags.values_list("name", flat=True), key=str.casefold)

    @property
    def thumbnail_description(self) -> str:
        """What its author wrote, or else what was written about the picture where it is kept."""
        return self.thumbnail_alt.strip() or (self.thumbnail.description if self.thumbnail else "")

    def related(self, admissions: tuple[str, ...] = ()) -> list[CatalogueEntry]:
        """Up to three other courses of the same category, newest first, as far as lists may name
        them to whom `admissions` let pass.

        Fetches the teachers of this course, unless it is a draft, which has its own.
        """
        if not self.shows_drafts:
            self._fetch_teachers()
        if not self.category_id:
            return []
        if admissions:
            entries = CatalogueEntry.objects.admitting(admissions)
            return list(_others(entries, self.category_id, self.pk))
        return _public_others().objects(self.category_id, self.pk)

    def _fetch_teachers(self) -> None:
        """As `prefetch_related()` would."""
        credits = self.taught_by.none()
        credits._result_cache = teachers().objects(self.pk)
        credits._prefetch_done = True
        for credit in credits:
            credit.course = self
        vars(self).setdefault("_prefetched_objects_cache", {})["taught_by"] = credits


def _others(entries: CatalogueEntryQuerySet, category: int, course: int) -> CatalogueEntryQuerySet:
    others = entries.filter(category=category).exclude(pk=course).for_cards()
    return others.order_by("-first_published_at")[:3]


@cache
def _public_others() -> PreparedQuery[CatalogueEntry]:
    def public(category: int, course: int) -> CatalogueEntryQuerySet:
        return _others(CatalogueEntry.objects.public(), category, course)

    return PreparedQuery(public)
