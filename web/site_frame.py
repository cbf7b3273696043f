"""What every page shows around its own text: the site's name, its main menu, its footer.

Made once for each version of the public site, as the pages themselves are (decision 0036).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest
from django.template import Context
from wagtail.models import Page, Site

from .models import FooterLink, SiteSettings
from .page_cache.fragments import kept_for_now
from .prepared_query import PreparedQuery
from .view_restrictions import is_restricted

FOOTER_ORDER = ("pk", "footer_links__sort_order", "footer_links__pk")
FIELDS = ("name", "footer_text", *(f"footer_links__{name}" for name in ("page", "url", "label")))
# What the site was called when this process last asked: for pages that cannot ask the database.
_known: dict[str, str] = {}


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class SiteFrame:
    """`menu` is in the order of the page tree, `footer_links` in that of the settings."""

    name: str
    menu: tuple[Link, ...] = ()
    footer_text: str = ""
    footer_links: tuple[Link, ...] = ()


def site_frame(request: HttpRequest | None) -> SiteFrame:
    """The same for all who ask, until something public changes; for a page it is made once, also
    where nothing is kept."""
    frame = getattr(request, "site_frame", None)
    if frame is None:
        frame = kept_for_now(request, ("site frame",), lambda: _frame(request))
        if request is not None:
            request.site_frame = frame
    return frame


def site_name() -> str:
    """For mail, and whatever else is no page. One query."""
    try:
        name = SiteSettings.objects.values_list("name", flat=True).first()
    except DatabaseError:  # the report of such an error has a name at its head, too
        return known_site_name()
    return _remember(name)


def known_site_name() -> str:
    """As it was called the last time, without a look: nothing is asked for."""
    return _known.get("name", settings.WAGTAIL_SITE_NAME)


def _remember(name: str | None) -> str:
    """What the site is called where the row says `name`, or there is none."""
    _known["name"] = name or settings.WAGTAIL_SITE_NAME
    return _known["name"]


def request_of(context: Context) -> HttpRequest | None:
    """The request a template is rendered for; mail and some error pages have none."""
    return getattr(context, "request", None) or context.get("request")


def first_page_url(kind: type[Page], request: HttpRequest | None) -> str:
    """Of the first page of a `kind` that is there for everybody; empty where there is none."""
    page = kind.objects.live().exclude(is_restricted()).first()
    return (page and page.get_url(request)) or ""


def _frame(request: HttpRequest | None) -> SiteFrame:
    """In two queries, beside those for the site."""
    rows = [dict(zip(FIELDS, row, strict=True)) for row in _settings().rows()]
    name = _remember(rows[0]["name"] if rows else "")
    site = Site.find_for_request(request)
    if site is None:
        return SiteFrame(name)
    root = site.root_page
    interval = Page._get_children_path_interval(root.path)
    pages = _pages().objects(root.depth + 1, *interval)
    links = {page.pk: Link(page.title, url) for page in pages if (url := page.get_url(request))}
    return SiteFrame(
        name=name,
        menu=tuple(links[page.pk] for page in pages if page.is_in_menu and page.pk in links),
        footer_text=rows[0]["footer_text"] if rows else "",
        footer_links=tuple(_footer_links(rows, links)),
    )


@cache
def _settings() -> PreparedQuery[SiteSettings]:
    """A row for each footer link, or one without."""
    return PreparedQuery(lambda: SiteSettings.objects.order_by(*FOOTER_ORDER).values_list(*FIELDS))


@cache
def _pages() -> PreparedQuery[Page]:
    """Those of the menu and those of the footer that are open to everybody, in the tree's order."""

    def pages(depth: int, first_path: str, last_path: str) -> QuerySet[Page]:
        # By an index, which `child_of()` would not use on SQLite.
        is_child = Q(path__range=(first_path, last_path), depth=depth)
        is_in_menu = is_child & Q(show_in_menus=True)
        in_menu = Page.objects.filter(is_in_menu).order_by().values("pk")
        in_footer = FooterLink.objects.exclude(page=None).order_by().values("page")
        return (
            # Either of two conditions would have PostgreSQL read all pages.
            Page.objects.filter(pk__in=in_menu.union(in_footer))
            .filter(~is_restricted(), live=True)
            .annotate(is_in_menu=Case(When(is_in_menu, then=True), default=False))
            .only("title", "url_path")
            .order_by("path")
        )

    return PreparedQuery(pages)


def _footer_links(rows: Iterable[dict], links: dict[int, Link]) -> Iterator[Link]:
    for row in rows:
        page_link = links.get(row["footer_links__page"])
        if url := page_link.url if page_link else row["footer_links__url"]:
            yield Link(row["footer_links__label"] or page_link.label, url)
