"""Which page of this site a request was sent from, as far as its browser tells."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve


def referring_view(request: HttpRequest) -> ResolverMatch | None:
    """The view that the Referer names, of this host; None where it names none.

    Anybody can send any: nothing may be allowed because of it.
    """
    try:
        referrer = urlsplit(request.headers.get("referer", ""))
        return resolve(referrer.path) if referrer.netloc == request.get_host() else None
    except (Resolver404, ValueError):  # a ValueError for what is no address at all
        return None
