"""One spelling of what looks the same: é is one letter, or e with an accent behind it, as a Mac has
it in the names of files. Whatever comes in is brought into one form (NFC), so that what meets
inside, in lookups, comparisons and searches, is spelt alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import is_normalized, normalize
from urllib.parse import quote

from django.http import (
    HttpRequest,
    HttpResponsePermanentRedirect,
    QueryDict,
    UnreadablePostError,
)
from django.http.response import HttpResponseBase

FORM = "NFC"
# Kept to the letter: what is hashed, and code, which may be about just this.
VERBATIM = re.compile(r"password|-code$")


def normal(text: str) -> str:
    return normalize(FORM, text)


class NormalAddressMiddleware:
    """Before anything that looks at an address. Another spelling leads to the one address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_normalized(FORM, request.path_info):
            if request.method in {"GET", "HEAD"}:
                query = request.META.get("QUERY_STRING", "")
                # One slash: two would name another host.
                path = "/" + normal(request.path_info).lstrip("/\\")
                address = quote(path)
                return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
            request.path_info = normal(request.path_info)
            request.path = normal(request.path)
        if not _is_normal(request.GET):
            request.GET = _normal_values(request.GET)
        return self.get_response(request)


class NormalFormMiddleware:
    """Behind what refuses forms. Of a form that cannot be read, its view says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        if request.method != "POST":
            return
        try:
            if not _is_normal(request.POST):
                request.POST = _normal_values(request.POST)
        except UnreadablePostError:
            return
        for _name, files in request.FILES.lists():
            for file in files:
                file.name = normal(file.name)


def _is_normal(data: QueryDict) -> bool:
    return all(is_normalized(FORM, value) for _name, values in data.lists() for value in values)


def _normal_values(data: QueryDict) -> QueryDict:
    data = data.copy()
    for name, values in data.lists():
        if not VERBATIM.search(name):
            data.setlist(name, [normal(value) for value in values])
    data._mutable = False
    return data
