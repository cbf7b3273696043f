"""The catalogue: what a visitor asked for, what there is, and what else could be asked."""

from __future__ import annotations

from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from ..models.catalogue_entry import CatalogueEntry, CatalogueEntryQuerySet
from ..models.category import Category
from ..models.course import CoursePage
from ..search.find import Found, find, words_meant
from ..search.models import SearchText
from ..search.query import clean_query
from . import facets
from .facets import Cell, Filter, Option
from .tags import tag_filter

PER_PAGE = 12
# All of a query string that the catalogue reads.
PARAMETERS = ("q", *facets.FIELDS, facets.TAG, "sort", "page")
ORDER = {
    "newest": ("-first_published_at", "-pk"),
    "updated": ("-last_published_at", "-pk"),
    "title": ("title", "pk"),
}


class Catalogue:
    """One request to the catalogue. The number of queries does not depend on how much there is.

    `category` is the category whose page is shown, or None on the page of all courses; `entries`
    are those whoever asks may find, of public courses if nothing is said. Values
    nobody offers are passed over and named in `unknown_values`. With `is_rate_limited` the words
    looked for are `typed_query`, but nothing is searched: the courses are those of the same address
    without words.
    """

    def __init__(
        self,
        params: QueryDict,
        *,
        category: Category | None = None,
        entries: CatalogueEntryQuerySet | None = None,
        is_rate_limited: bool = False,
    ) -> None:
        self.params = params
        self.entries = CatalogueEntry.objects.public() if entries is None else entries
        self.category = category
        self.is_rate_limited = is_rate_limited
        self.typed_query = clean_query(params.get("q", ""))
        self.query = "" if is_rate_limited else self.typed_query
        names = [name for name in facets.FIELDS if name != "category" or not category]
        self.filters = [
            Filter.of(name, *facets.choices(name), params.getlist(name)) for name in names
        ]
        self._tags = tag_filter(params.getlist(facets.TAG), self.entries)
        self.filters.append(self._tags)
        self.total = facets.set_counts(self.filters, self._cells)
        if not self.total:
            facets.offer_all(self.filters, self._cells or facets.count_cells(self._published))
        for chosen in self._selected_options:
            others = [other for other in self._selected_options if other is not chosen]
            chosen[1].remove_url = self._url(others)

    @cached_property
    def page(self) -> Page:
        """The page of courses asked for; the nearest one where there is no such page."""
        if self.sort == "relevance":
            results = self._filtered_ids
        else:
            results = self._filtered_results.order_by(*ORDER[self.sort]).values("pk")
        paginator = Paginator(results, PER_PAGE)
        paginator.count = self.total
        page = paginator.get_page(self.params.get("page"))
        page.object_list = self._entries_on(page)
        return page

    @property
    def missing_page(self) -> str:
        """The page number asked for where there is no such page; empty otherwise."""
        number = self.params.get("page", "")[:20]
        return number if number not in ("", str(self.page.number)) else ""

    @property
    def unknown_values(self) -> list[str]:
        """Filter values asked for that do not exist, as sent."""
        return [value[:60] for group in self.filters for value in group.unknown_values[:5]]

    @property
    def missing_tags(self) -> list[str]:
        """Tags asked for that no course has."""
        return [option.label for option in self.chips if option.key is None]

    @property
    def asks_for_nothing_there_is(self) -> bool:
        """Whether a value was made up: there is no end of those."""
        is_canonical = all(group.is_canonical for group in self.filters)
        sort = self.params.get("sort", "")
        return bool(not is_canonical or self.missing_page) or sort not in ("", self.sort)

    @property
    def chips(self) -> list[Option]:
        """Every chosen filter value, each with the address of the catalogue without it."""
        return [option for _group, option in self._selected_options]

    @property
    def helpful_chips(self) -> list[Option]:
        """Those without which something would be found."""
        return [
            option
            for group, option in self._selected_options
            if facets.count_without(option, group, self.filters, self._cells)
        ]

    @property
    def sort_options(self) -> list[tuple[str, str]]:
        options = [("newest", _("Newest")), ("updated", _("Recently updated")), ("title", _("A–Z"))]
        return [("relevance", _("Best match")), *options] if self.query else options

    @property
    def sort(self) -> str:
        names = [name for name, _label in self.sort_options]
        name = self.params.get("sort", "")
        return name if name in names else names[0]

    @property
    def page_url(self) -> str:
        """This catalogue's query string, ready to have a page number appended."""
        url = self._url(self._selected_options)
        return f"{url}{'' if url == '?' else '&'}page="

    @property
    def unfiltered_url(self) -> str:
        """This catalogue with the same words, and no filter."""
        return self._url([])

    @cached_property
    def suggestions(self) -> list[CatalogueEntry]:
        """What to look at where nothing matched: the newest courses."""
        return list(self._published.for_cards().order_by(*ORDER["newest"])[:3])

    @cached_property
    def _selected_options(self) -> list[tuple[Filter, Option]]:
        return [(group, option) for group in self.filters for option in group.selected_options]

    @cached_property
    def _cells(self) -> list[Cell]:
        return facets.count_cells(self._search_results, self._tags.keys - {None})

    @property
    def _published(self) -> CatalogueEntryQuerySet:
        return self.entries.filter(category=self.category) if self.category else self.entries

    @cached_property
    def words_meant(self) -> list[str]:
        """What was found in place of words that nothing holds."""
        if not any(term.alternatives for term in self._found.query.terms):
            return []
        texts = SearchText.objects.filter(pk__in=self._found.ids[:PER_PAGE])
        rows = texts.values_list("page__title", "text")
        return words_meant(self._found.query, (text for row in rows for text in row))

    @cached_property
    def _found(self) -> Found:
        return find(self._published, self.query, of=CoursePage)

    @property
    def _ranked_ids(self) -> list[int]:
        return self._found.ids

    @property
    def _search_results(self) -> CatalogueEntryQuerySet:
        return self._published.filter(pk__in=self._ranked_ids) if self.query else self._published

    @property
    def _filtered_results(self) -> CatalogueEntryQuerySet:
        return facets.apply(self.filters, self._search_results)

    @cached_property
    def _filtered_ids(self) -> list[int]:
        """The best match first."""
        if len(self._ranked_ids) == self.total:
            return self._ranked_ids
        admitted_ids = set(self._filtered_results.values_list("pk", flat=True))
        return [pk for pk in self._ranked_ids if pk in admitted_ids]

    def _entries_on(self, page: Page) -> list[CatalogueEntry]:
        """Only keys are sorted, of however many; the rest is read of those shown."""
        if self.sort != "relevance":
            shown = self.entries.filter(pk__in=page.object_list).for_cards()
            return list(shown.order_by(*ORDER[self.sort]))
        entries = self.entries.for_cards().in_bulk(page.object_list)
        return [entries[pk] for pk in page.object_list if pk in entries]

    def _url(self, selected_options: list[tuple[Filter, Option]]) -> str:
        params = QueryDict(mutable=True)
        if self.query:
            params["q"] = self.query
        for group, option in selected_options:
            params.appendlist(group.name, option.value)
        if self.params.get("sort") == self.sort:
            params["sort"] = self.sort
        return f"?{params.urlencode()}"
