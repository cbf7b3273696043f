"""What templates of any app need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.core.paginator import Page as ListPage
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page

from ..public_url import public_url
from ..site_frame import Link, SiteFrame, known_site_name, request_of
from ..site_frame import site_frame as frame_of
from ..text_direction import isolated

register = template.Library()
register.filter("isolated", isolated)
PAGE, SECTION = "page", "true"  # values of aria-current


@dataclass(frozen=True)
class MenuLink:
    """`current` is what `aria-current` says of it: "page", "true" for its section, or empty."""

    link: Link
    current: str


@register.simple_tag(takes_context=True)
def site_frame(context: Context) -> SiteFrame:
    """The site's name, menu and footer."""
    return frame_of(request_of(context))


@register.simple_tag(takes_context=True)
def site_name(context: Context) -> str:
    return frame_of(request_of(context)).name


@register.simple_tag
def plain_site_name() -> str:
    """For pages that must not ask the database, and for the admin: a process learns another name
    with the next public page it makes."""
    return known_site_name()


@register.filter
def menu_links(frame: SiteFrame, path: str) -> list[MenuLink]:
    """The main menu as `path` sees it."""
    return [MenuLink(link, _current(link.url, path)) for link in frame.menu]


@register.filter
def page_numbers(page: ListPage) -> Iterator[int | str]:
    """Those that lead to other pages of a list, with gaps where there are many."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def current_section(path: str, frame: SiteFrame) -> str:
    """What of `path` the main menu marks: pages where that is the same have the same menu."""
    marks = (f"{link.url} {_current(link.url, path)}" for link in frame.menu)
    return next((mark for mark in marks if not mark.endswith(" ")), "")


def _current(url: str, path: str) -> str:
    # A host stands before it where a page belongs to another site.
    if not path or not url.startswith("/"):
        return ""
    if path == url:
        return PAGE
    return SECTION if path.startswith(url) else ""


@register.simple_tag(takes_context=True)
def public_page_url(context: Context, page: Page) -> str:
    """The address of `page` for others: as Wagtail's `fullpageurl`, which trusts a row."""
    return public_url(page.get_url(context.get("request")) or "")


@register.simple_block_tag
def dashboard_table(content: SafeString, first: str, *columns: str) -> SafeString:
    """The rows within, on the dashboard of the admin: names of columns are read out alone."""
    names = format_html_join("", '<th scope="col">{}</th>', ((name,) for name in columns))
    return format_html(
        '<table class="listing listing--dashboard"><thead class="w-sr-only"><tr>'
        '<th scope="col" class="title">{}</th>{}</tr></thead><tbody>{}</tbody></table>',
        first,
        names,
        content,
    )
