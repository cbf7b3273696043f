"""What templates of any app need."""

from __future__ import annotations

from django import template
from django.template import Context
from wagtail.models import Page

from ..public_url import public_url

register = template.Library()

# Where `components/site_nav.html` leads.
NAVIGATION = ("/courses/", "/about/", "/contact/")


@register.filter
def current_section(path: str) -> str:
    """What of `path` the main navigation marks: a page it leads to, or the section one is in."""
    if path in NAVIGATION:
        return path
    return "section" if NAVIGATION[0] in path else ""


@register.simple_tag(takes_context=True)
def public_page_url(context: Context, page: Page) -> str:
    """The address of `page` for others: as Wagtail's `fullpageurl`, which trusts a row."""
    return public_url(page.get_url(context.get("request")) or "")
