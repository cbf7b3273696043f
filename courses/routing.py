"""Finding a page by its address in fewer queries than Wagtail takes."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import PageViewRestriction


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
        below = self._get_children_path_interval(self.path)
        children = self.served_children(in_passing=bool(rest))
        child = children.filter(depth=self.depth + 1, path__range=below, slug=slug).first()
        if child is None:
            raise Http404("There is no such page.")
        child._cached_parent_obj = self
        return child.route(request, rest)


class RestrictedByPath:
    """Looks the view restrictions of a page up by its place in the tree: one query, not two."""

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        if self.alias_of_id:
            return super().get_view_restrictions()
        ends = range(self.steplen, len(self.path) + 1, self.steplen)
        return PageViewRestriction.objects.filter(page__path__in=[self.path[:end] for end in ends])
