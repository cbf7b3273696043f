"""Where people write to those behind the site."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context

from web.page_cache.fragments import kept_for_now
from web.view_restrictions import is_restricted

from ..models import ContactPage

register = template.Library()


@register.simple_tag(takes_context=True)
def contact_url(context: Context) -> str:
    """Of the contact page, while there is one for everybody; else the address to write to."""
    request = getattr(context, "request", None) or context.get("request")
    return kept_for_now(request, ("contact url",), lambda: _contact_url(request))


def _contact_url(request: HttpRequest | None) -> str:
    page = ContactPage.objects.live().exclude(is_restricted()).first()
    url = page.get_url(request) if page else None
    return url or f"mailto:{settings.CONTACT_EMAIL}"
