"""Which page answers at an address, found once a version in place of once a request."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from functools import cache
from types import MethodType

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from wagtail import views
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath
from wagtail.url_routing import RouteResult

from ..prepared_query import PreparedQuery
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
    """Under the names by which Wagtail keeps it for one request, where it asks for all sites twice,
    and writes their paths to the cache for an hour."""
    sites, root_paths = kept_object(request, ("sites",), _sites_and_root_paths)
    request._wagtail_site = site_of(
        sites, split_domain_port(request._get_raw_host())[0], request.get_port()
    )
    request._wagtail_cached_site_root_paths = root_paths


def _sites_and_root_paths() -> tuple[list[Site], list[SiteRootPath]]:
    sites = _sites().objects()
    return sites, [_root_path(site) for site in sites]


@cache
def _sites() -> PreparedQuery[Site]:
    """In Wagtail's order of root paths: what lies deepest comes first."""
    order = ("-root_page__url_path", "-is_default_site", "hostname")
    return PreparedQuery(
        lambda: Site.objects.select_related("root_page", "root_page__locale").order_by(*order)
    )


def site_of(sites: Iterable[Site], hostname: str, port: str) -> Site | None:
    """Which of all sites answers, as `wagtail.models.sites.get_site_for_hostname` says."""
    default = next((site for site in sites if site.is_default_site), None)
    with_name = [site for site in sites if site.hostname == hostname]
    exact = next((site for site in with_name if site.port == int(port)), None)
    if exact or default in with_name:
        return exact or default
    return with_name[0] if len(with_name) == 1 else default


def _root_path(site: Site) -> SiteRootPath:
    page = site.root_page
    return SiteRootPath(site.pk, page.url_path, site.root_url, page.locale.language_code)


def _route(request: HttpRequest, path: str) -> RouteResult | None:
    """None where there is no page, which is not kept: anybody can ask for anything."""
    site = request._wagtail_site
    if site is None:
        return None
    route = kept_object(request, ("route", site.pk, path), lambda: _find_route(request, path))
    return route and _copy_of_route(route)


def _find_route(request: HttpRequest, path: str) -> RouteResult | None:
    """As `Page.route_for_request`; below one home page, found once, are all addresses."""
    site = request._wagtail_site
    home = kept_object(request, ("home", site.pk), lambda: _home(site.root_page))
    try:
        return home.route(request, [part for part in path.split("/") if part])
    except Http404:
        return None


def _home(page: Page) -> Page:
    model = page.specific_class
    found = _page_of(model).objects(page.pk) if model else []
    return found[0] if found else page


@cache
def _page_of(model: type[Page]) -> PreparedQuery[Page]:
    def page(pk: int) -> QuerySet[Page]:
        return model._base_manager.filter(pk=pk)

    return PreparedQuery(page)


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
