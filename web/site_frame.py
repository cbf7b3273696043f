"""What every page shows around its own text: the site's name, its main menu, its footer.

Made once for each version of the public site, as the pages themselves are (decision 0036).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest
from django.template import Context
from wagtail.models import Page, Site

from .models import SiteSettings
from .page_cache.fragments import kept_for_now
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
    """The same for all who ask, until something public changes."""
    return kept_for_now(request, ("site frame",), lambda: _frame(request))


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
    rows = list(SiteSettings.objects.order_by(*FOOTER_ORDER).values(*FIELDS))
    name = _remember(rows[0]["name"] if rows else "")
    site = Site.find_for_request(request)
    if site is None:
        return SiteFrame(name)
    footer_ids = [row["footer_links__page"] for row in rows]
    pages = list(_pages(site.root_page, footer_ids))
    links = {page.pk: Link(page.title, url) for page in pages if (url := page.get_url(request))}
    return SiteFrame(
        name=name,
        menu=tuple(links[page.pk] for page in pages if page.is_in_menu and page.pk in links),
        footer_text=rows[0]["footer_text"] if rows else "",
        footer_links=tuple(_footer_links(rows, links)),
    )


def _pages(root: Page, footer_ids: Iterable[int | None]) -> QuerySet[Page]:
    """Those of the menu and those of the footer that are open to everybody, in the tree's order."""
    is_child = Q(
        # By an index, which `child_of()` would not use on SQLite.
        path__range=Page._get_children_path_interval(root.path),
        depth=root.depth + 1,
    )
    is_in_menu = is_child & Q(show_in_menus=True)
    return (
        Page.objects.filter(is_in_menu | Q(pk__in=[pk for pk in footer_ids if pk]))
        .filter(~is_restricted(), live=True)
        .annotate(is_in_menu=Case(When(is_in_menu, then=True), default=False))
        .order_by("path")
    )


def _footer_links(rows: Iterable[dict], links: dict[int, Link]) -> Iterator[Link]:
    for row in rows:
        page_link = links.get(row["footer_links__page"])
        if url := page_link.url if page_link else row["footer_links__url"]:
            yield Link(row["footer_links__label"] or page_link.label, url)
