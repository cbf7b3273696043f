"""What templates of any app need."""

from __future__ import annotations

from django import template
from django.template import Context
from wagtail.models import Page

from ..public_url import public_url

register = template.Library()


@register.simple_tag(takes_context=True)
def public_page_url(context: Context, page: Page) -> str:
    """The address of `page` for others: as Wagtail's `fullpageurl`, which trusts a row."""
    return public_url(page.get_url(context.get("request")) or "")
