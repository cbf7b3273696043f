"""Finding a page by its address in fewer queries than Wagtail takes."""

from __future__ import annotations

from functools import cache

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction

from web.prepared_query import PreparedQuery
from web.view_restrictions import is_restricted


class ServesChildren:
    """For pages whose children are all of one type: one query a level instead of two."""

    @classmethod
    def served_children(cls, *, in_passing: bool) -> QuerySet:
        """The child pages with all that showing one reads; bare where they are only on the way."""
        raise NotImplementedError

    def route(self, request: HttpRequest, path_components: list[str]):
        if not path_components:
            return super().route(request, path_components)
        slug, *rest = path_components
        interval = self._get_children_path_interval(self.path)
        children = _served_child(type(self), in_passing=bool(rest))
        child = next(iter(children.objects(self.depth + 1, *interval, slug)), None)
        if child is None:
            return self.route_elsewhere(request, path_components)
        child._cached_parent_obj = self
        return child.route(request, rest)

    def route_elsewhere(self, request: HttpRequest, path_components: list[str]):
        """What to do about an address no served child has."""
        raise Http404("There is no such page.")


@cache
def _served_child(parent_type: type[Page], *, in_passing: bool) -> PreparedQuery[Page]:
    """By path and depth: `child_of()` reads every page on SQLite."""

    def child(depth: int, first_path: str, last_path: str, slug: str) -> QuerySet:
        children = parent_type.served_children(in_passing=in_passing)
        paths = (first_path, last_path)
        served = children.filter(depth=depth, path__range=paths, slug=slug)
        return served.annotate(is_restricted=is_restricted())

    return PreparedQuery(child)


class RestrictedByPath:
    """Knows from its own query whether any view restriction applies; seldom one does."""

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        if getattr(self, "is_restricted", True):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()
