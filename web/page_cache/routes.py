"""Which page answers at an address, found once a version in place of once a request."""

from __future__ import annotations

import copy
from collections.abc import Callable
from types import MethodType

from django.http import HttpRequest, HttpResponseBase
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from .fragments import kept_object, read_site_version


class KeptRouteMiddleware:
    """The innermost: whoever may not see a page is turned away by what comes after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if view is views.serve and hasattr(request, "site_version"):
            _find_site(request)
            [path] = args or kwargs.values()
            request._wagtail_route_for_request = _route(request, path)


def use_kept_parts(request: HttpRequest) -> None:
    """For views that are no page of Wagtail's, before they read anything that shows."""
    read_site_version(request)
    if hasattr(request, "site_version"):
        _find_site(request)


def _find_site(request: HttpRequest) -> None:
    """Under the names by which Wagtail keeps it for one request."""
    key = (request._get_raw_host(), request.get_port())
    request._wagtail_site = kept_object(
        request, ("site", key), lambda: Site.find_for_request(request)
    )
    request._wagtail_cached_site_root_paths = kept_object(request, ("roots",), _root_paths)


def _root_paths() -> list:
    """Wagtail keeps them for an hour, whatever is written past its signals."""
    Site.clear_site_root_paths_cache()
    return Site.get_site_root_paths()


def _route(request: HttpRequest, path: str) -> RouteResult | None:
    """None where there is no page, which is not kept: anybody can ask for anything."""
    key = ("route", getattr(request._wagtail_site, "pk", None), path)
    route = kept_object(request, key, lambda: Page.route_for_request(request, path))
    return route and _copy_of_route(route)


def _copy_of_route(route: RouteResult) -> RouteResult:
    page = copy_of(route.page)
    # A view of a routable page is a method of the page that was found.
    args = [
        MethodType(arg.__func__, page) if getattr(arg, "__self__", None) is route.page else arg
        for arg in route.args
    ]
    return RouteResult(page, args, route.kwargs)


def copy_of(page: Page) -> Page:
    """For one request: what it remembers of this page is about its own person.

    A page type says by `copy_for_request()` what all of them may share.
    """
    make_copy = getattr(page, "copy_for_request", None)
    return make_copy() if make_copy else copy.copy(page)
