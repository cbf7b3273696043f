"""Where people write to those behind the site."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context

from web.page_cache.fragments import kept_for_now
from web.site_frame import first_page_url, request_of

from ..models import ContactPage

register = template.Library()


@register.simple_tag(takes_context=True)
def contact_url(context: Context) -> str:
    """Of the contact page, while there is one for everybody; else the address to write to."""
    request = request_of(context)
    url = kept_for_now(request, ("contact url",), lambda: first_page_url(ContactPage, request))
    return url or f"mailto:{settings.CONTACT_EMAIL}"
