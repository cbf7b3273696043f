"""Answers visitors with pages that are kept, and keeps those it had to have made."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from .build import build
from .fragments import read_site_version
from .kept_page import KeptPage, may_be_kept
from .page_store import kept_page, page_made_once, unkept_paths

# Parameters by which others count where visitors come from. No page of the site reads them.
TRACKING = re.compile(r"utm_\w+|(?:gcl|gbra|wbra|fbcl|msclk|twcl|ttcl|yclk)id|mc_[ce]id|_g[al]")


class PageCacheMiddleware:
    """Behind what speaks of every response, before anything that looks at cookies.

    The version is read before a page is made: what is changed meanwhile is at worst kept as the
    older version, which nobody asks for any more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_public(request):
            return self.get_response(request)
        read_site_version(request)
        if not hasattr(request, "site_version") or not is_for_all_visitors(request):
            return self.get_response(request)
        leave_out_tracking(request)
        key = page_key(request, request.site_version)
        if page := kept_page(key):
            return page.response(request)
        return self._make(request, key)

    def _make(self, request: HttpRequest, key: str) -> HttpResponseBase:
        own_response: list[HttpResponseBase] = []

        def make() -> KeptPage | None:
            response = self.get_response(request)
            own_response.append(response)
            return KeptPage.of(response) if may_be_kept(request, response) else None

        # Nobody waits for what is not kept anyway.
        if unkept_paths().get(request.path):
            page = make()
        else:
            # There is no end of what can be searched for: that fills no cache all others use.
            page = page_made_once(key, make, is_shared=not request.GET)
        unkept_paths().set(request.path, page is None, 1)
        return page.response(request) if page else own_response[0]


def is_public(request: HttpRequest) -> bool:
    """Whether it asks for a public page, whoever asks. Previews do not."""
    if not settings.PAGE_CACHE_SIZE or request.method not in ("GET", "HEAD"):
        return False
    if getattr(request, "is_dummy", False) or getattr(request, "is_preview", False):
        return False
    return _is_public_view(request.path_info) and _is_own_host(request)


def is_for_all_visitors(request: HttpRequest) -> bool:
    """Whether what is answered may be for others too: as far as the request tells."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return not has_session and "HTTP_AUTHORIZATION" not in request.META


def leave_out_tracking(request: HttpRequest) -> None:
    """For the page too, so that it cannot contain them."""
    if request.META.get("QUERY_STRING") and any(map(TRACKING.fullmatch, request.GET)):
        params = QueryDict(mutable=True)
        for name, values in request.GET.lists():
            if not TRACKING.fullmatch(name):
                params.setlist(name, values)
        request.META["QUERY_STRING"] = params.urlencode()
        request.GET = QueryDict(request.META["QUERY_STRING"])


def page_key(request: HttpRequest, version: str) -> str:
    """Equal for requests that get the same page."""
    parameters = sorted((name, values) for name, values in request.GET.lists())
    facts = (
        *(request.scheme, request.get_host(), request.path, urlencode(parameters, doseq=True)),
        *(get_language(), build(), version),
    )
    return blake2b("\n".join(map(str, facts)).encode(), digest_size=20).hexdigest()


@lru_cache(maxsize=4096)
def _is_public_view(path: str) -> bool:
    """Whether what answers there is kept at all. All that Wagtail serves may be."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return getattr(view, "may_be_public", False) or view.__module__.startswith("wagtail.views")


def _is_own_host(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True
