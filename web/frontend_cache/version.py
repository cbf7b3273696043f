"""The version of the site, as servers in front ask for it."""

from __future__ import annotations

from hashlib import blake2b

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..page_cache.build import build
from ..page_cache.site_version import current_version


@require_safe
def site_version(request: HttpRequest) -> HttpResponse:
    """200 with `X-Site-Version`, to be kept until it is purged. Without it nothing may be kept."""
    response = HttpResponse("ok\n", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    if not settings.PUBLIC_PAGES_SMAXAGE:
        return response
    try:
        facts = f"{build()} {current_version()}"
    except (DatabaseError, InterfaceError):
        response.status_code = 503
        return response
    response["X-Site-Version"] = blake2b(facts.encode(), digest_size=12).hexdigest()
    response["Cache-Control"] = f"s-maxage={settings.PUBLIC_PAGES_SMAXAGE}"
    return response
