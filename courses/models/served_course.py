"""What the page of a course shows beside its own fields."""

from __future__ import annotations

import copy
from typing import Self

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from web.page_cache.fragments import keep_nothing, kept_object
from web.page_cache.public_page import PublicPageMixin

from .catalogue_entry import CatalogueEntry
from .querysets import teachers


class ServedCourse(PublicPageMixin):
    """For the page type of courses."""

    public_parameters = ("locked",)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context = super().get_context(request, *args, **kwargs)
        self._check_locked(request)
        related = kept_object(request, ("related", self.pk), self.related)
        return {**context, "outline": self.outline, "related": related}

    def _check_locked(self, request: HttpRequest) -> None:
        """Anybody can name lessons there are not."""
        locked = request.GET.get("locked")
        if locked is not None and locked not in {lesson.slug for lesson in self.outline.lessons}:
            keep_nothing(request)

    def copy_for_request(self) -> Self:
        """All requests share the outline, which nobody changes."""
        _ = self.outline
        return copy.copy(self)

    def related(self) -> list[CatalogueEntry]:
        """Up to three other published courses of the same category, newest first.

        Fetches the teachers of this course, unless it is a draft, which has its own.
        """
        if not self.shows_drafts:
            prefetch_related_objects([self], teachers())
        if not self.category_id:
            return []
        entries = CatalogueEntry.objects.public().filter(category=self.category_id)
        return list(entries.exclude(pk=self.pk).for_cards().order_by("-first_published_at")[:3])
