"""The sitemap: one file, or an index of parts where there is more than one part of pages."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import Sitemap, views
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page, Site

from courses.catalogue.landing import categories_in_use
from courses.models import CourseIndexPage, CoursePage, LessonPage
from courses.models.querysets import is_restricted
from web.page_cache.public_page import public_page
from web.public_url import public_url

URLS_PER_PART = 1000
CACHE_SECONDS = 60 * 60


class PublicSitemap(Sitemap):
    """Its addresses begin with `SITE_URL`."""

    def get_domain(self, site: object = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]


class OpenPages(PublicSitemap):
    """Every page a visitor can use. Of lessons, only free previews of published courses.

    An item is the path of a page and the time it was published: no page is read for it.
    """

    limit = URLS_PER_PART

    def items(self) -> QuerySet:
        return self._pages.order_by("path").values_list("url_path", "changed_at")

    @cached_property
    def paginator(self) -> Paginator:
        return Paginator(self.items(), self.limit)

    def location(self, item: tuple[str, datetime]) -> str:
        relative_path = item[0].removeprefix(self._site.root_page.url_path)
        return reverse("wagtail_serve", args=[relative_path])

    def lastmod(self, item: tuple[str, datetime]) -> datetime | None:
        return item[1]

    def get_latest_lastmod(self) -> datetime | None:
        return self._pages.aggregate(latest=Max("changed_at"))["latest"]

    @cached_property
    def _site(self) -> Site:
        return Site.objects.select_related("root_page").get(is_default_site=True)

    @property
    def _pages(self) -> QuerySet:
        lesson_type = ContentType.objects.get_for_model(LessonPage)
        is_open = ~Q(content_type=lesson_type) | Q(
            pk__in=LessonPage.objects.open_to_all().values("pk")
        )
        return (
            Page.objects.descendant_of(self._site.root_page, inclusive=True)
            .live()
            .filter(is_open)
            .exclude(is_restricted())
            .exclude(pk__in=CoursePage.objects.archived().values("pk"))
            .annotate(changed_at=Coalesce("last_published_at", "latest_revision_created_at"))
        )


class Categories(PublicSitemap):
    """The catalogue's page of each category that has a published course."""

    def items(self) -> list[str]:
        index = CourseIndexPage.objects.live().first()
        return [self._path(index, category) for category in categories_in_use()] if index else []

    def _path(self, index: CourseIndexPage, category: object) -> str:
        return index.get_url() + index.reverse_subpage("category", args=[category.slug])

    def location(self, item: str) -> str:
        return item


SECTIONS = {"pages": OpenPages, "categories": Categories}


@require_safe
@conditional_page
@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """The whole sitemap, or, where that is more than one part, the index of its parts."""
    pages = OpenPages()
    sections = {**SECTIONS, "pages": lambda: pages}
    if pages.paginator.num_pages > 1:
        return _index(request, sections)
    return _rendered_once(views.sitemap(request, sections))


@require_safe
@conditional_page
@public_page("p")
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """Part `?p=` of a section, counted from 1."""
    return _rendered_once(views.sitemap(request, SECTIONS, section=section))


def _index(request: HttpRequest, sections: dict) -> TemplateResponse:
    """Django's own, whose addresses begin with the host that was asked or a row of the database."""
    response = views.index(request, sections, sitemap_url_name="sitemap_part")
    for part in response.context_data["sitemaps"]:
        address = urlsplit(part.location)
        part.location = public_url(urlunsplit(("", "", *address[2:])))
    return response


def _rendered_once(response: TemplateResponse) -> HttpResponse:
    """The same addresses and times are rendered once an hour: what changed is never old."""
    urls = [(url["location"], url["lastmod"]) for url in response.context_data["urlset"]]
    key = f"sitemap-{sha256(repr(urls).encode()).hexdigest()}"
    content = cache.get_or_set(key, lambda: response.rendered_content, CACHE_SECONDS)
    return HttpResponse(content, headers=response.headers)
