"""Old addresses lead on, but only to where something is."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Site

from courses.models.view_restrictions import is_admitted


class LiveRedirectMiddleware(RedirectMiddleware):
    """Wagtail's own leads to pages that are offline as well: an address that was given away and
    taken back then leads to itself, for ever."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        redirect = super().process_response(request, response)
        return (
            redirect if redirect is response or _is_accessible(request, redirect.url) else response
        )


def _is_accessible(request: HttpRequest, url: str) -> bool:
    """Whether a page of this site answers at `url`. What is no page is taken on trust.

    A page that is not for who asks is not there: its address would tell them its name.
    """
    address = urlsplit(url)
    if address.netloc not in ("", request.get_host()):
        return True
    if not _is_served_by_wagtail(address.path):
        return True
    site = Site.find_for_request(request)
    if site is None:
        return False
    try:
        root = site.root_page.specific
        page, *_route = root.route(request, [part for part in address.path.split("/") if part])
    except Http404:
        return False
    return is_admitted(page, request.user)


def _is_served_by_wagtail(path: str) -> bool:
    try:
        return resolve(path).url_name == "wagtail_serve"
    except Resolver404:  # without its last slash, say
        return False
