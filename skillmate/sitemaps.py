"""The sitemap: one file, or an index of parts where there is more than one part of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page as WagtailPage
from wagtail.models import Site

from courses.catalogue.landing import categories_in_use
from courses.models import CatalogueEntry, CourseIndexPage, Instructor, LessonPage
from courses.models.querysets import instructors_with_page
from web.page_cache.public_page import public_page
from web.public_url import public_url
from web.view_restrictions import is_restricted

URLS_PER_PART = 250
URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}
</urlset>
"""
Item = tuple[str, datetime | None]


class PublicSitemap(Sitemap):
    """Its addresses begin with `SITE_URL`."""

    def get_domain(self, site: object = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]


class Part(NamedTuple):
    """What one part lists: pages of the site by number, or courses by key with their lessons."""

    first: int
    last: int
    are_courses: bool = False


class PartPaginator(Paginator):
    """Its pages are parts, which `read` makes items of."""

    def __init__(self, parts: list[Part], per_page: int, read: Callable[[Part], list]) -> None:
        super().__init__(parts, per_page)
        self._read = read

    def page(self, number: int | str) -> Page:
        page = super().page(number)
        page.object_list = [item for part in page.object_list for item in self._read(part)]
        return page


class OpenPages(PublicSitemap):
    """Every page a visitor can use. Of lessons, only free previews of published courses.

    An item is the path of a page and the time it was published: no page is read for it. First
    come the pages of the site, then courses with their lessons, as many as fit into a part.
    """

    limit = URLS_PER_PART

    @cached_property
    def paginator(self) -> PartPaginator:
        firsts = range(0, len(self._page_items), self.limit)
        parts = [Part(first, first + self.limit) for first in firsts] + [*self._course_parts()]
        url_count = len(self._page_items) + sum(size for _pk, size in self._course_sizes)
        fits_in_one = parts and url_count <= self.limit
        return PartPaginator(parts, len(parts) if fits_in_one else 1, self._read)

    def location(self, item: Item) -> str:
        relative_path = item[0].removeprefix(self._site.root_page.url_path)
        # As `reverse()` does, which takes ten times as long.
        return self._root + escape_uri_path(relative_path)

    def lastmod(self, item: Item) -> datetime | None:
        return item[1]

    def get_latest_lastmod(self) -> datetime | None:
        """Lessons go live with their course."""
        courses = CatalogueEntry.objects.public().aggregate(latest=Max("last_published_at"))
        times = [courses["latest"], *(changed_at for _path, changed_at in self._page_items)]
        return max(filter(None, times), default=None)

    @cached_property
    def _root(self) -> str:
        return reverse("wagtail_serve", args=[""])

    @cached_property
    def _site(self) -> Site | None:
        """Without one, no page has an address."""
        sites = Site.objects.select_related("root_page")
        return sites.filter(is_default_site=True).first()

    @cached_property
    def _course_sizes(self) -> list[tuple[int, int]]:
        """The keys of courses, and how many addresses each has with its free lessons."""
        if self._site is None:
            return []
        entries = CatalogueEntry.objects.public().order_by("pk")
        return [(pk, 1 + n) for pk, n in entries.values_list("pk", "free_lesson_count")]

    def _course_parts(self) -> Iterator[Part]:
        first, last, room = None, None, 0
        for pk, size in self._course_sizes:
            if size > room and first is not None:
                yield Part(first, last, are_courses=True)
                first = None
            if first is None:
                first, room = pk, self.limit
            last, room = pk, room - size
        if first is not None:
            yield Part(first, last, are_courses=True)

    def _read(self, part: Part) -> list[Item]:
        if not part.are_courses:
            return self._page_items[part.first : part.last]
        courses = CatalogueEntry.objects.public().filter(pk__gte=part.first, pk__lte=part.last)
        lessons = LessonPage.objects.open_to_all(of=courses).order_by("pk")
        return [
            *courses.order_by("pk").values_list("course__url_path", _published_at("course__")),
            *lessons.values_list("url_path", _published_at()),
        ]

    @cached_property
    def _page_items(self) -> list[Item]:
        """All pages but courses and lessons, which are those below the catalogue."""
        if self._site is None:
            return []
        pages = WagtailPage.objects.descendant_of(self._site.root_page, inclusive=True).live()
        pages = pages.exclude(is_restricted()).order_by("path")
        index = CourseIndexPage.objects.first()
        # Two questions, as for one SQLite would read all pages, in their order.
        ranges = [{"path__lte": index.path}, {"path__gt": f"{index.path}~"}] if index else [{}]
        rows = (pages.filter(**part).values_list("url_path", _published_at()) for part in ranges)
        return [*chain.from_iterable(rows)]


def _published_at(prefix: str = "") -> Coalesce:
    """Pages that were live from the start have no time of their last publication. When a draft
    was saved is nobody's business, and makes no kept page old."""
    return Coalesce(f"{prefix}last_published_at", f"{prefix}first_published_at")


class Categories(PublicSitemap):
    """The catalogue's page of each category that has a published course."""

    def items(self) -> list[str]:
        index = CourseIndexPage.objects.live().first()
        if index is None or index.get_url() is None:
            return []
        return [self._path(index, category) for category in categories_in_use()]

    def _path(self, index: CourseIndexPage, category: object) -> str:
        return index.get_url() + index.reverse_subpage("category", args=[category.slug])

    def location(self, item: str) -> str:
        return item


class Instructors(PublicSitemap):
    """The page of each who has one and teaches a course that takes new learners."""

    limit = URLS_PER_PART

    def items(self) -> QuerySet[Instructor]:
        entries = CatalogueEntry.objects.public()
        courses = entries.filter(course__taught_by__instructor=OuterRef("pk")).order_by()
        instructors = instructors_with_page().filter(Exists(courses))
        return instructors.order_by("pk").values_list("slug", flat=True)

    def location(self, item: str) -> str:
        return reverse("instructors:instructor", args=[item])


SECTIONS = {"pages": OpenPages, "categories": Categories, "instructors": Instructors}


@require_safe
@conditional_page
@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """The whole sitemap, or, where that is more than one part, the index of its parts."""
    pages = OpenPages()
    sections = {**SECTIONS, "pages": lambda: pages}
    if pages.paginator.num_pages > 1:
        return _index(request, sections)
    return _rendered(views.sitemap(request, sections))


@require_safe
@conditional_page
@public_page("p")
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """Part `?p=` of a section, counted from 1."""
    return _rendered(views.sitemap(request, SECTIONS, section=section))


def _index(request: HttpRequest, sections: dict) -> TemplateResponse:
    """Django's own, whose addresses begin with the host that was asked or a row of the database."""
    response = views.index(request, sections, sitemap_url_name="sitemap_part")
    for part in response.context_data["sitemaps"]:
        address = urlsplit(part.location)
        part.location = public_url(urlunsplit(("", "", *address[2:])))
    return response


def _rendered(response: TemplateResponse) -> HttpResponse:
    """As Django's own template does, which takes half a second for 10,000 addresses."""
    urls = format_html_join(
        "\n",
        "<url><loc>{}</loc>{}</url>",
        ((url["location"], _lastmod(url)) for url in response.context_data["urlset"]),
    )
    return HttpResponse(URLSET.format(urls), headers=response.headers)


def _lastmod(url: dict) -> str:
    day = url["lastmod"] and url["lastmod"].date().isoformat()
    return format_html("<lastmod>{}</lastmod>", day) if day else ""
