"""`{% svg_icon "search" %}` in every template: pages show up to a hundred of them."""

from __future__ import annotations

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def svg_icon(name: str) -> SafeString:
    """One of `static/img/icons.svg`, by its name there. Words stand beside it, as it says nothing
    to who cannot see it. Not Wagtail's `icon`, which only the admin has."""
    return format_html(
        '<svg class="icon icon--{0}" aria-hidden="true" focusable="false">'
        '<use href="{1}#{0}"></use></svg>',
        name,
        static("img/icons.svg"),
    )
