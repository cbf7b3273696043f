"""Finding a page by its address in fewer queries than Wagtail takes."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import PageViewRestriction

from .querysets import is_restricted


class ServesChildren:
    """For pages whose children are all of one type: one query a level instead of two."""

    def served_children(self, *, in_passing: bool) -> QuerySet:
        """The child pages with all that showing one reads; bare where they are only on the way."""
        raise NotImplementedError

    def route(self, request: HttpRequest, path_components: list[str]):
        if not path_components:
            return super().route(request, path_components)
        slug, *rest = path_components
        # By path and depth: `child_of()` reads every page on SQLite.
        interval = self._get_children_path_interval(self.path)
        children = self.served_children(in_passing=bool(rest))
        queryset = children.filter(depth=self.depth + 1, path__range=interval, slug=slug)
        child = queryset.annotate(is_restricted=is_restricted()).first()
        if child is None:
            return self.route_elsewhere(request, path_components)
        child._cached_parent_obj = self
        return child.route(request, rest)

    def route_elsewhere(self, request: HttpRequest, path_components: list[str]):
        """What to do about an address no served child has."""
        raise Http404("There is no such page.")


class RestrictedByPath:
    """Knows from its own query whether any view restriction applies; seldom one does."""

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        if getattr(self, "is_restricted", True):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()
